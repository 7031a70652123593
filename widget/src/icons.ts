/** The widget's drawings: strokes on a field of 24 by 24. */
export const icons = {
  margin: 'M6 3v18M10 7h9M10 12h9M10 17h5',
  more: 'M12 5h.01M12 12h.01M12 19h.01',
  copy: 'M9 9h10v11H9zM15 9V5H5v11h4',
  share: 'M12 15V4M8 8l4-4 4 4M5 13v7h14v-7',
  edit: 'M4 20h4L19 9l-4-4L4 16z',
  close: 'M6 6l12 12M18 6 6 18',
  fresh: 'M12 5v14M5 12h14',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M6.5 6.5h11v11h-11z',
  up: 'M8 20H4v-9h4m0 9v-9l4-7.5c1.6 0 2.6 1.3 2.2 3L13.5 10H18a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 16.8 20z',
  down: 'M16 4h4v9h-4m0-9v9l-4 7.5c-1.6 0-2.6-1.3-2.2-3l.7-3.5H6a2 2 0 0 1-2-2.4l1.2-6A2 2 0 0 1 7.2 4z',
  outward: 'M8 16l8-8M9.5 8H16v6.5',
}
