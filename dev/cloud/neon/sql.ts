export interface SqlStatement {
  query: string
  params: (string | null)[]
}

/** A result as Neon sends it: every value is Postgres' own text, or null. */
export interface SqlResult {
  command: string
  rowCount: number
  rowAsArray: true
  rows: (string | null)[][]
  fields: { name: string; dataTypeID: number }[]
}
