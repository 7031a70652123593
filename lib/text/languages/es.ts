import type { ListName } from './about.ts'

/** What is not yet written for Spanish, or what it has none of. */
export const lacking: ListName[] = ['negationParts']

/**
 * Words that claim nothing: no search, match or check looks at them. Review: any native speaker.
 */
export const stopWords =
  'el la los las un una y o de del en es son que por con para como qué cómo cuál dónde cuándo'

/**
 * The commonest words, by which a text is known to be in this language. Review: any native
 * speaker.
 */
export const commonWords =
  'el los las del y que es por una con para como qué se al cómo está lo más su'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations =
  'no nunca jamás sin ningún ninguna ninguno nada nadie tampoco excepto salvo'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  0 cero
  2 dos segunda
  3 tres tercero tercera tercer
  4 cuatro cuarto cuarta
  5 cinco quinto quinta
  6 seis sexto sexta
  7 siete séptimo
  8 ocho octavo
  9 nueve noveno
  10 diez décimo
  12 doce docena
  13 trece
  14 catorce
  15 quince
  16 dieciséis
  17 diecisiete
  18 dieciocho
  19 diecinueve
  20 veinte
  30 treinta
  40 cuarenta
  50 cincuenta
  60 sesenta
  70 setenta
  80 ochenta
  90 noventa
  100 cien ciento
  1000 mil
  1000000 millón millones
  1 primero primera primer
  last último última
  second segundo
  2x doble
  1/2 mitad
  both ambos ambas`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  ms milisegundo milisegundos
  s segundos
  min minuto minutos
  h hora horas
  day día días diario diaria diariamente
  week semana semanas
  month mes meses
  year año años
  m metros`

/**
 * Contraries, as base forms: those left of | against those right of it. They decide whether a
 * claim says the opposite of its passage. Review: a native speaker who writes manuals.
 */
export const opposites = `
  alto mayor más máximo grande aumentar aumenta aumentó subir | bajo menor menos mínimo pequeño disminuir disminuye disminuyó bajar reducir
  antes anterior | después posterior
  primero primera inicio comenzar empezar | último última fin final terminar acabar
  norte | sur
  este oriental | oeste occidental
  izquierda | derecha
  dentro interior interno | fuera exterior externo
  abierto abrir | cerrado cerrar
  nuevo nueva joven | viejo vieja antiguo antigua
  fuerte | débil
  rápido rápida | lento lenta
  permitir permite | impedir prohibir
  activar activado | desactivar desactivado
  añadir agregar | eliminar quitar
  siempre todos todo | nunca ninguno algunos`
