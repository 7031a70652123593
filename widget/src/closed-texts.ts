/** What the closed widget says: all that a page loads of a language before its reader asks. */
export interface ClosedTexts {
  launch: string
  heading: string
  askAbout: string
}

/** In every language that the widget speaks. */
export const closedTexts = {
  en: said('Ask a question', 'Ask these pages', 'Ask about this'),
  ar: said('اطرح سؤالاً', 'اسأل هذه الصفحات', 'اسأل عن هذا'),
  de: said('Frage stellen', 'Diese Seiten fragen', 'Dazu fragen'),
  es: said('Hacer una pregunta', 'Pregunta a estas páginas', 'Preguntar sobre esto'),
  fr: said('Poser une question', 'Interroger ces pages', 'Poser une question à ce sujet'),
  hi: said('सवाल पूछें', 'इन पृष्ठों से पूछें', 'इसके बारे में पूछें'),
  it: said('Fai una domanda', 'Chiedi a queste pagine', 'Chiedi su questo testo'),
  ja: said('質問する', 'このサイトに質問する', 'この部分について質問する'),
  ko: said('질문하기', '이 페이지에 질문하기', '이 내용에 대해 질문하기'),
  pt: said('Fazer uma pergunta', 'Pergunte a estas páginas', 'Perguntar sobre isto'),
  ru: said('Задать вопрос', 'Спросить эти страницы', 'Спросить об этом'),
  zh: said('提问', '向本站提问', '就此提问'),
}

export type Lang = keyof typeof closedTexts

function said(launch: string, heading: string, askAbout: string): ClosedTexts {
  return { launch, heading, askAbout }
}
