import { readSource, type SyntaxNode, sourceFiles, syntaxNodes } from './source-files.ts';

/** The lines of the requirements: S1–S94 of the guide, A1–A30 for what the guide leaves unclear. */
export const REQUIREMENT_LINES = [
  ...Array.from({ length: 94 }, (_, index) => `S${index + 1}`),
  ...Array.from({ length: 30 }, (_, index) => `A${index + 1}`),
];

const TEST_FILES = /^e2e\/.*\.spec\.ts$|\.test\.tsx?$/;
/** `test`, `test.each(…)`, `test.describe`, with a title that begins with lines of the requirements. */
const TEST_FUNCTION = /^(test|it|describe)\b/;
const LINES_OF_TITLE = /^(?:[SA]\d{1,2}[ ,:]+)+/;

/** A test, a test with rows or a group of tests. */
export type TitledTest = Readonly<{ file: string; title: string }>;

/** Every test of the repository. */
export function titledTests(): TitledTest[] {
  return sourceFiles(['ts', 'tsx'])
    .filter((path) => TEST_FILES.test(path))
    .flatMap((file) => titlesOf(file).map((title) => ({ file, title })));
}

/** The tests whose titles begin with a line, by line, as `file: title`. A line without a test has no entry. */
export function testsOfRequirements(tests: readonly TitledTest[]): Map<string, string[]> {
  const byLine = new Map<string, string[]>();
  for (const { file, title } of tests) {
    for (const line of LINES_OF_TITLE.exec(title)?.[0].match(/[SA]\d{1,2}/g) ?? []) {
      byLine.set(line, [...(byLine.get(line) ?? []), `${file}: ${title}`]);
    }
  }
  return byLine;
}

/** The lines of the requirements that no test's title begins with. */
export function linesWithoutTest(tests: readonly TitledTest[]): string[] {
  const byLine = testsOfRequirements(tests);
  return REQUIREMENT_LINES.filter((line) => !byLine.has(line));
}

/** Titles that begin with lines that do not exist. */
export function unknownLineProblems(tests: readonly TitledTest[]): string[] {
  return [...testsOfRequirements(tests)]
    .filter(([line]) => !REQUIREMENT_LINES.includes(line))
    .flatMap(([line, found]) => found.map((one) => `${line} does not exist: ${one}`));
}

function titlesOf(file: string): string[] {
  const source = readSource(file);
  return syntaxNodes(file).flatMap((node) => {
    if (node.type !== 'CallExpression') return [];
    const callee = node.callee as SyntaxNode;
    if (!TEST_FUNCTION.test(source.slice(callee.start, callee.end))) return [];
    const [title] = node.arguments as SyntaxNode[];
    if (title === undefined || !/^(Literal|TemplateLiteral)$/.test(title.type)) return [];
    return [source.slice(title.start + 1, title.end - 1)];
  });
}
