/** Node's options that let a process run TypeScript; the test run names the loader. */
export const LOADER: readonly string[] = process.env.TYPESCRIPT_LOADER ? ['--require', process.env.TYPESCRIPT_LOADER] : [];
