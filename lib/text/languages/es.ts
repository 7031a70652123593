import type { ListName } from './about.ts'

/** What is not yet written for Spanish, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'negationParts',
  'sameInOneWord',
  'emptyPronouns',
  'comparatives',
]

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

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (humano|persona|alguien|agente|operador|asesor|representante|soporte|atenci[óo]n al cliente)
  (hablar|chatear|contactar|comunicar(me)?|transf(i|e|ie)r[ae](n?me|rme)?|p[áa]s[ae]n?me|conectar(me)?)…40{person}~`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = '(yo )?(soy|me llamo|trabajo|uso|prefiero|vivo)'

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  gracias
  perfecto
  genial`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = 'no (me )?(funciona|sirve|ayuda|responde)~'

/**
 * How a model begins that thinks aloud instead of answering, in lower case. Review: who reads
 * replies of models in this language.
 */
export const thoughtOpenings = 'bien,'

/**
 * Words that only ask: two questions that differ in these alone are about the same. Review: any
 * native speaker.
 */
export const askingWords = 'puedo hacer hago hay tengo puede sirve se mi mis tu sus pasa ocurre'

/**
 * Each line one meaning: questions that differ in these words alone are the same. A missing word
 * costs a cache hit, a wrong one gives a wrong answer. Review: a native speaker who writes
 * manuals.
 */
export const synonyms = 'eliminar borrar quitar elimino borro quito'

/**
 * Each line one meaning: a claim with one of these words where its sentence has another may be
 * verified. A missing word makes a true claim weak, a wrong one a false claim verified. Review: a
 * native speaker who writes manuals.
 */
export const rewordings = `
  empezar empieza comenzar comienza iniciar inicia
  terminar termina acabar acaba finalizar finaliza
  usar usa utilizar utiliza emplear emplea
  mostrar muestra enseñar enseña
  necesitar necesita requerir requiere
  permitir permite dejar deja
  obtener obtiene conseguir consigue recibir recibe
  dar da proporcionar proporciona ofrecer ofrece
  hacer hace crear crea generar genera
  encontrar encuentra hallar halla
  cambiar cambia modificar modifica
  elegir elige escoger escoge seleccionar selecciona
  enviar envía mandar manda
  contener contiene incluir incluye
  borrar borra eliminar elimina
  guardar guarda almacenar almacena
  comprobar comprueba verificar verifica
  evitar evita impedir impide
  mejorar mejora optimizar optimiza
  aumentar aumenta crecer crece
  disminuir disminuye reducir reduce
  contestar contesta responder responde
  grande grandes enorme enormes
  pequeño pequeña pequeños pequeñas
  importante importantes esencial esenciales
  rápido rápida veloz
  frecuentemente menudo
  aproximadamente unos
  normalmente generalmente habitualmente
  pero sino
  resultado consecuencia
  error fallo
  objetivo meta fin
  lugar sitio
  modo manera forma`

/**
 * How a question begins that greets first, up to the comma: left out of the search. Review: any
 * native speaker.
 */
export const greetings = `
  hola
  buen(os|as) (días|tardes|noches)`

/**
 * Phrases that only ask, as in "could you tell me": left out of the search. Review: any native
 * speaker.
 */
export const askingFrames = `
  (puedes|puede|podrías|podría|pueden)( por favor)? (decirme|explicarme|mostrarme|contarme|indicarme|explicar|ayudarme a entender)
  (dime|explícame|muéstrame|cuéntame)
  por favor
  (quiero|quisiera|querría|me gustaría|necesito) (saber|entender|conocer)`

/**
 * Thanks that stand as a sentence of their own: left out of the search. Review: any native
 * speaker.
 */
export const courtesies = '(muchas )?gracias'

/**
 * What readers call the book itself: naming it points at nothing said before. Review: any native
 * speaker.
 */
export const bookWords = 'libro página'

/**
 * Words for what a text does that tells of something, and for its parts: beside what a question is
 * about they narrow nothing. Review: any native speaker.
 */
export const tellingWords =
  'dice dicen menciona mencionan según sobre este esta autor autora texto capítulo sección manual guía documentación'

/** How a question begins that only goes on with the one before it. Review: any native speaker. */
export const continuations = `
  y
  pero
  entonces
  qué (tal|pasa con)`

/**
 * Words for something said before, each line behind the number of words of its own from which on a
 * question refers to those instead. Review: a native speaker who knows grammar.
 */
export const pronouns = '2 ello|eso|esto|ellos|ellas|él|ella|sus?|suy[oa]s?'

/**
 * Nouns that are always of something: a question that names one may lack its whole. Review: any
 * native speaker.
 */
export const partNouns = `
  ventajas
  desventajas
  diferencias?
  causas`

/** Prepositions that tell the way to a thing from the way from it. Review: any native speaker. */
export const directions = 'desde hasta'

/** Prepositions that relate two things, which may not change places. Review: any native speaker. */
export const relations = 'en con sobre para'

/** How a sentence begins that points back to the one before it. Review: any native speaker. */
export const backReferences = `
  ello
  esto`

/**
 * How readers ask what a whole page, chapter or book says, which stands as § here. Each is a whole
 * turn. Review: any native speaker.
 */
export const overviewFrames = `
  {summary} = (resumen|visión general|índice|sumario|esquema|puntos clave|puntos principales|ideas principales)
  ^(de|sobre) qué (trata|va|habla|se trata) (en |sobre )?§$
  ^de qué § (trata|va|habla)$
  ^qué (dice|contiene|cubre|explica|describe|incluye|abarca|enseña|hay en|pasa en) §$
  ^qué (puedo|se puede|podemos|voy a) (aprender|encontrar|leer|ver) (en|con|de) §$
  ^(resume|resuma|resúmeme|resumir|resumen?|sintetiza|explica|explícame|describe)( brevemente)? §( en (una|dos|tres|pocas|unas) (frases?|palabras|líneas))?( brevemente)?$
  ^(puedes |podrías |puede )(resumir|explicar|describir)(me)? §$
  ^((da|dame|haz|hazme|muéstrame|escribe) )?((un|una|el|la|los|las) )?(breve |pequeño |corto )?{summary} (de|del|sobre) §$
  ^(cuál|cuáles) (es|son) (el|la|los|las) ({summary}|temas?|contenido|ideas?) (de|del|en) §$
  ^qué (temas|capítulos|partes) (cubre|trata|tiene|contiene|hay en|abarca|se tratan en) §$
  ^cómo está (organizad[oa]|estructurad[oa]) §$
  ^háblame (de|del|sobre) §$`

/** What readers call the page that they are on. Review: any native speaker. */
export const pageNames = `
  (esta|este|la|el|l) ?(página|artículo|capítulo|sección|documento)( actual| entera| completa)?`

/** What readers call the whole book that they ask about. Review: any native speaker. */
export const bookNames = `
  (este|esta|el|la|vuestro|su|tu) (libro|documentación|manual|guía|sitio|web|wiki|tutorial|curso|ayuda)( enter[oa]| complet[oa])?`

/**
 * What readers call a part of the book by its number, <n>, or by what it is about, <title>. Review:
 * any native speaker.
 */
export const chapterNames = `
  {kind} = (?<kind>capítulo|parte|sección|lección)
  (el |la |l )?{kind}( número| n[.º°]?)? (?<n>\\d{1,3}|{number}|[ivx]{1,5})
  (el |la |l )?(?<n>{number}) {kind}
  (el |la |l )?{kind} (sobre|acerca de|llamad[oa]|titulad[oa]|de) (?<title>.{2,80})`

/**
 * How a question points to the page or the version that its reader is on. Review: any native
 * speaker.
 */
export const pageReferences = `
  (en|de|para|con|a|sobre) (esta|este) (página|artículo|capítulo|sección|documento|versión)
  ^(esta|este) (página|artículo|capítulo|sección|documento|versión)`
