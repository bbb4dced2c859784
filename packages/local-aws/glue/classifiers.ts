import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { type Classifier, classifierInput, nameSchema, parse } from './inputs';
import { page, pageRequest } from './pages';
import type { GlueState, GlueStore, StoredClassifier } from './state';

const named = z.strictObject({ Name: nameSchema });
/** Grok, XML and JSON classifiers are refused by the name of their field. */
const csvOnly = z.strictObject({ CsvClassifier: classifierInput });

export function classifierOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  return {
    async CreateClassifier(input) {
      const { CsvClassifier } = parse(csvOnly, input);
      const { Name } = CsvClassifier;
      if (state.classifiers.has(Name)) throw new ServiceError('AlreadyExistsException', `Classifier with name ${Name} already exists`);
      state.classifiers.set(Name, { input: CsvClassifier, creationTime: now(), lastUpdated: now(), version: 1 });
      await save();
    },
    GetClassifier(input) {
      return { Classifier: describe(classifierOf(state, parse(named, input).Name)) };
    },
    GetClassifiers(input) {
      return page('Classifiers', [...state.classifiers.values()].map(describe), parse(pageRequest, input));
    },
    async UpdateClassifier(input) {
      const { CsvClassifier: changes } = parse(z.strictObject({ CsvClassifier: z.looseObject({ Name: nameSchema }) }), input);
      const previous = classifierOf(state, changes.Name);
      const changed: Classifier = parse(classifierInput, { ...previous.input, ...changes });
      state.classifiers.set(changed.Name, { ...previous, input: changed, lastUpdated: now(), version: previous.version + 1 });
      await save();
    },
    async DeleteClassifier(input) {
      const { Name } = parse(named, input);
      classifierOf(state, Name);
      state.classifiers.delete(Name);
      await save();
    },
  };
}

function classifierOf(state: GlueState, name: string): StoredClassifier {
  const classifier = state.classifiers.get(name);
  if (!classifier) throw new ServiceError('EntityNotFoundException', `Classifier with name ${name} does not exist`);
  return classifier;
}

function describe({ input, creationTime, lastUpdated, version }: StoredClassifier) {
  return { CsvClassifier: { ...input, CreationTime: creationTime, LastUpdated: lastUpdated, Version: version } };
}
