import type { Phrases } from './phrase-set.ts'

export const es: Phrases = {
  noAnswer: 'El libro no responde a esta pregunta.',
  nearestPages: 'Las páginas que más se acercan:',
  extract:
    'En este momento no se puede redactar una respuesta. Estos pasajes del libro son los que más se acercan a la pregunta:',
  handOff:
    'Una persona puede hacerse cargo: elija «Preguntar a una persona», y su pregunta seguirá con esta conversación.',
  ended: {
    length: 'Esta respuesta quedó cortada. Escriba «continúa» para leer el resto.',
    filtered: 'El proveedor del modelo retuvo el resto de esta respuesta.',
    broken: 'Esta respuesta se interrumpió. Pregunte otra vez para leerla entera.',
  },
  denies: {
    given: `pasajes|pasaje|fuentes|fuente|libro|texto|textos|documentación|documento|documentos|contexto|fragmentos
      |fragmento|manual|guía|páginas|información (?:proporcionada|facilitada)|material`,
    lacks: `no (?:se )?(?:dicen?|mencionan?|contienen?|cubren?|responden?|incluyen?|describen?|tratan?|especifican?
      |indican?|explican?|ofrecen?|proporcionan?|dan?|hablan?|abordan?|encuentra|encuentro|encontré|aparecen?|hay|figuran?|está)
      |ninguna? (?:información|mención|respuesta|referencia|dato|pasaje)|nada (?:sobre|acerca|de)|sin información`,
    alone: `no (?:lo )?sé\\b|no puedo (?:responder|contestar)|no (?:tengo|dispongo de|hay|encontré|encuentro)(?: suficiente| ninguna)? información`,
  },
}
