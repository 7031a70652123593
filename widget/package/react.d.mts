import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { MarginaliaChat, MarginaliaChatAttributes } from './index.mjs'

type Props = DetailedHTMLProps<HTMLAttributes<MarginaliaChat>, MarginaliaChat> &
  MarginaliaChatAttributes

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'marginalia-chat': Props
    }
  }
}
