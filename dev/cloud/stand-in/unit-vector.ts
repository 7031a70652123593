/** The vector of length 1 in the same direction; one without length stays as it is. */
export function unitVector(vector: Float32Array): Float32Array {
  let squares = 0
  for (let at = 0; at < vector.length; at += 1) squares += (vector[at] ?? 0) ** 2
  const length = Math.sqrt(squares)
  if (length === 0) return vector
  const unit = new Float32Array(vector.length)
  for (let at = 0; at < vector.length; at += 1) unit[at] = (vector[at] ?? 0) / length
  return unit
}
