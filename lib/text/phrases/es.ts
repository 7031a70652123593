import type { Phrases } from './phrase-set.ts'

export const es: Phrases = {
  noAnswer: 'El libro no responde a esta pregunta.',
  otherVersion: 'Esto vale para la versión {version}:',
  nearestPages: 'Las páginas que más se acercan:',
  extract:
    'En este momento no se puede redactar una respuesta. Estos pasajes del libro son los que más se acercan a la pregunta:',
  budget:
    'El presupuesto de este sitio para hoy se ha agotado, así que el asistente no escribe respuestas hasta mañana. Estos pasajes del libro son los más cercanos:',
  ownersAnswer: 'Del propietario de este sitio.',
  handOff:
    'Una persona puede hacerse cargo: elija «Preguntar a una persona», y su pregunta seguirá con esta conversación.',
  contact: 'Aquí puede hablar con una persona: {contact}',
  nobody: 'Aquí ninguna persona puede hacerse cargo.',
  ended: {
    length: 'Esta respuesta quedó cortada. Escriba «continúa» para leer el resto.',
    filtered: 'El proveedor del modelo retuvo el resto de esta respuesta.',
    broken: 'Esta respuesta se interrumpió. Pregunte otra vez para leerla entera.',
  },
  denies: {
    given: `pasajes|pasaje|fuentes|fuente|libro|texto|textos|documentación|documento|documentos|contexto|fragmentos
      |fragmento|manual|guía|páginas|información (?:proporcionada|facilitada)|material`,
    lacks: `no (?:se )?(?:dicen?|mencionan?|contienen?|cubren?|responden?|incluyen?|describen?|tratan?|especifican?
      |indican?|explican?|ofrecen?|proporcionan?|dan?|hablan?|abordan?|encuentra|encuentro|encontré
      |aparecen?|hay|figuran?|está)
      |ninguna? (?:información|mención|respuesta|referencia|dato|pasaje)|nada (?:sobre|acerca|de)
      |sin información`,
    alone: `no (?:lo )?sé\\b|no puedo (?:responder|contestar)|no (?:tengo|dispongo de|hay|encontré|encuentro)(?: suficiente| ninguna)? información`,
  },
  replies: {
    greeting:
      '¡Hola! Pregunte lo que quiera sobre este libro: respondo a partir de sus páginas y digo dónde está.',
    thanks: 'De nada.',
    farewell: '¡Hasta luego!',
    acknowledged: 'De acuerdo. Pregunte de nuevo cuando quiera.',
    identity:
      'Soy un asistente, no una persona: respondo preguntas a partir de las páginas de este libro, y cada respuesta muestra los pasajes en que se apoya. ¿Qué le gustaría saber?',
  },
  talk: {
    greeting: `hola|buenas|muy buenas|buenos días|buen día|buenas tardes|buenas noches|hola a todos|hey|qué hay
      |saludos|tengo una pregunta|tengo una duda|una pregunta|una duda|una consulta
      |tengo una consulta
      |puedo hacer una pregunta|puedo preguntar algo|te puedo preguntar algo|le puedo preguntar algo
      |hay alguien|hay alguien ahí|estás ahí|está ahí|encantado|encantada|mucho gusto`,
    thanks: `gracias|muchas gracias|mil gracias|muchísimas gracias|gracias por todo|te lo agradezco
      |se lo agradezco|te agradezco|muy agradecido|muy agradecida|me ayudó|me ha ayudado
      |me ha servido
      |me sirvió|me sirve|eso me ayuda|eso me sirve|muy útil|fue muy útil|ha sido muy útil
      |eso es todo
      |es todo|eso era todo|nada más|justo lo que buscaba|es justo lo que buscaba
      |justo lo que necesitaba|funciona|ya funciona|ahora funciona|por la ayuda|por tu ayuda
      |por su ayuda|por la respuesta|por tu respuesta|por su respuesta|por la información
      |por la info
      |por la explicación
      |muy amable|es muy amable|eres muy amable|qué amable|muy amables|nada más por ahora
      |me ayudó mucho|me ayudaste mucho|ya funcionó|funcionó|eso es todo por ahora`,
    farewell: `adiós|adios|hasta luego|hasta pronto|hasta mañana|hasta la vista|hasta la próxima|nos vemos|chao
      |chau|que tengas un buen día|que tenga un buen día|que tengas buen día|que tenga buen día
      |buen fin de semana|cuídate|cuídese|bye
      |buen día para ti|me tengo que ir|que descanses|que te vaya bien`,
    acknowledged: `ok|okay|vale|de acuerdo|entendido|entiendo|ya entiendo|ya veo|comprendo|comprendido|claro
      |perfecto|genial|excelente|estupendo|fantástico|maravilloso|muy bien|bien|bueno|super|súper
      |guay
      |chévere|bárbaro|listo|ah|ajá|oh|hmm|sí|si|no|exacto|exactamente|correcto|por supuesto
      |no hay problema|sin problema|no pasa nada|no importa|interesante|anotado|buena respuesta
      |bien hecho|buen trabajo|bravo|perdón|lo siento|disculpa|disculpe|olvídalo|déjalo|jaja|jajaja
      |lol|wow|tiene sentido|está bien|esto es una prueba|solo es una prueba`,
    identity: `quién eres|quién es usted|quien eres|quién es|qué eres|que eres|con quién hablo
      |con quién estoy hablando|cómo te llamas|como te llamas|cómo se llama|cuál es tu nombre
      |cuál es su nombre|tienes nombre|eres un bot|eres un robot|eres humano|eres humana
      |eres una persona|eres una persona real|eres real|eres una ia|eres una máquina|es usted un bot
      |es usted un robot|es usted humano|estoy hablando con un bot|estoy hablando con un robot
      |estoy hablando con una máquina|hablo con un robot|hablo con un bot|qué puedes hacer
      |qué sabes hacer|qué haces|qué puede hacer|qué puedo preguntar|qué te puedo preguntar
      |qué puedo preguntarte|en qué me puedes ayudar|en qué puedes ayudarme|en qué puede ayudarme
      |cómo me puedes ayudar|cómo puedes ayudarme|puedes ayudarme|me puedes ayudar|puede ayudarme
      |me puede ayudar|necesito ayuda|ayúdame|ayuda|cómo funcionas|quién te creó|quién te hizo
      |preséntate|cómo estás|como estas|cómo está|cómo está usted|qué tal|que tal|qué tal estás
      |cómo te va|qué pasa|hablas español|habla español|cuéntame un chiste|te quiero
      |es esto un bot|esto es un bot|es una persona real|es un robot`,
    filler: `a todos|todos|amigo|amiga|mi amigo|señor|señora|bot|asistente|equipo|muy|mucho|tan|de nuevo
      |otra vez|ahora|entonces|y|pero|pues|de verdad|en serio|por favor|de antemano|por adelantado
      |por todo|hoy|a ti|a usted|también|usted|tú|eh`,
  },
  contents: 'Contenido',
  restsOn: 'Esta respuesta se apoya en:',
  aboutAnswer: {
    courtesy: [
      'por favor',
      'puedes',
      'puede',
      'podrías',
      'podría',
      'y',
      'ok',
      'vale',
      'ahora',
      'entonces',
      'gracias',
      'otra vez',
      'de nuevo',
      'me lo',
      'me la',
    ],
    repeat: [
      '(?:repite|repita|repetir|repítelo|repítalo|repíteme)(?: (?:eso|esto|lo|tu (?:última )?respuesta|su (?:última )?respuesta|la (?:última )?respuesta))?',
      'cómo dices',
      'qué dijiste',
      'una vez más',
      'perdona',
    ],
    source: [
      '(?:la |las |tu |tus |su |sus )?(?:fuentes?|referencias?|enlaces?|links?)',
      '(?:tienes|tiene|hay|dame|deme|muéstrame|cuál es|cuáles son|dónde está) (?:un |una |algún |alguna |la |las |el |los |tu |tus |su |sus )?(?:fuentes?|referencias?|enlaces?|links?|pruebas?)(?: (?:de|para) (?:eso|esto))?',
      'dónde (?:dice|pone|está|lo dice)(?: (?:eso|esto))?',
      'cómo (?:lo sabes|sabes eso|lo sabe)',
      'de dónde (?:sale|viene|sacaste|lo sacaste)(?: (?:eso|esto))?',
      'en qué página(?: está)?',
    ],
    revise: [
      '(?:(?:hazlo|hágalo|escríbelo|explícalo|explícamelo|dilo|dímelo|responde|dame|una versión|hazla) )?(?:(?:un poco|mucho|aún|todavía) )?(?:más (?:corto|corta|breve|largo|larga|simple|sencillo|sencilla|claro|clara|detallado|detallada|preciso|precisa)|brevemente|en (?:breve|resumen|detalle|una frase|dos frases|pocas palabras|otras palabras|palabras sencillas)|como (?:una )?(?:lista|tabla)|como si tuviera (?:cinco|5) años|con más detalles?)',
      '(?:resume|resúmelo|resúmalo|acórtalo|acorta|simplifica|simplifícalo|reformula|reformúlalo|amplía|amplíalo|detalla)(?: (?:eso|esto|tu respuesta|la respuesta))?',
      '(?:explícalo|explícamelo|explícame eso|explica eso)(?: como si tuviera (?:cinco|5) años| como a un niño)?',
      '(?:(?:traduce|traduzca|tradúcelo|tradúzcalo|traducir|dilo|escríbelo|responde|repite|lo mismo)(?: (?:eso|esto|lo|tu (?:última )?respuesta|la (?:última )?respuesta))? )?(?:(?:al|en|a) )?(?:alemán|francés|español|inglés|chino|italiano|portugués|neerlandés|polaco|ruso|turco|árabe|japonés|coreano)',
      'estás (?:realmente )?segur[oa](?: de (?:eso|esto|ello))?',
      'está segur[oa]',
      'segur[oa]',
      'de verdad',
      'en serio',
      'es (?:eso |esto )?(?:verdad|cierto|correcto)',
      'eso es (?:falso|incorrecto|verdad|cierto)',
      'demasiado (?:largo|corto|complicado)',
      'más detalles?',
      'sigue',
      'siga',
      'continúa',
      'continúe',
      'continuar',
      'adelante',
      'el resto',
      'y qué más',
      'no (?:lo )?entiendo',
      'no (?:lo )?entendí',
    ],
  },
}
