import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FolderOwnedError, ownFolder } from '../../data-folder/own';
import { LOADER } from '../support/loader';

describe('ownFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'own-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives the folder up when asked', () => {
    ownFolder(folder)();
    ownFolder(folder)();
  });

  it('refuses a folder whose owner runs, and says which and how to change it', async () => {
    const owner = spawn(process.execPath, [
      ...LOADER,
      '-e',
      `require(${JSON.stringify(join(__dirname, '../../data-folder/own'))}).ownFolder(${JSON.stringify(folder)}); console.log('owned'); setInterval(() => {}, 1000)`,
    ]);
    const ended = new Promise(resolve => owner.once('exit', resolve));
    try {
      await new Promise(resolve => owner.stdout.once('data', resolve));
      expect(() => ownFolder(folder)).toThrow(FolderOwnedError);
      expect(() => ownFolder(folder)).toThrow(
        `${folder} belongs to the running process ${owner.pid}; stop it, or choose another folder with LOCAL_AWS_DIR`,
      );
    } finally {
      owner.kill('SIGKILL');
      await ended;
    }
    ownFolder(folder)();
  });

  it.each(['', 'nonsense', '0', '999999999 1'])('takes a folder whose owner file holds %j', text => {
    writeFileSync(join(folder, 'owner.pid'), text);
    ownFolder(folder)();
  });

  it('removes what a killed owner had not finished writing, and nothing else', () => {
    const ofSomebody = join('s3', 'orders', 'raw', `a.${randomUUID()}.tmp`);
    mkdirSync(join(folder, 's3', 'orders', 'raw'), { recursive: true });
    for (const file of ['owner.pid', `catalog.json~${randomUUID()}.tmp`, join('s3', `a.json~${randomUUID()}.tmp`), ofSomebody])
      writeFileSync(join(folder, file), '');
    const giveUp = ownFolder(folder);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    expect(files.map(({ name }) => name).sort()).toEqual([basename(ofSomebody), 'owner.pid']);
    giveUp();
  });
});
