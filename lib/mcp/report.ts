import { type Neon, NoRow, sql } from '../clients/neon.ts'

/** Keeps what an agent has told of a page, for the owner's list of gaps. */
export const createReport =
  ({ neon, newId }: { neon: Neon; newId: () => string }) =>
  async ({ path, problem }: { path: string | undefined; problem: string }): Promise<void> => {
    await neon.run(sql(NoRow)`
      insert into problem_reports (report_id, path, problem)
      values (${newId()}, ${path ?? null}, ${problem})`)
  }
