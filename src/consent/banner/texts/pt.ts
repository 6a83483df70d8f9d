import type { BannerTexts } from '../texts.ts'

/** Portuguese. */
export const pt: BannerTexts = {
  title: 'A sua privacidade',
  body: 'Gostaríamos de medir como as nossas páginas são usadas e de lembrar as suas preferências. A decisão é sua e pode ser mudada a qualquer momento.',
  acceptAll: 'Aceitar tudo',
  onlyEssential: 'Apenas o essencial',
  choose: 'Escolher',
  manage: 'Definições de privacidade',
  manageBody: 'Permita o que quiser. O que está desligado não é usado.',
  save: 'Guardar escolhas',
  close: 'Fechar',
  always: 'Sempre ativo',
  policy: 'Política de cookies',
  gpc: 'O seu navegador pede para não ser rastreado (Global Privacy Control), por isso tudo está desligado até escolher.',
  held: 'Este conteúdo só é mostrado depois de permitir “{category}”.',
  allow: 'Permitir e mostrar',
  categories: {
    essential: {
      title: 'Essencial',
      description:
        'Necessário para o site funcionar: início de sessão, segurança e as suas escolhas aqui.',
    },
    performance: {
      title: 'Desempenho',
      description: 'Mostra-nos que páginas são lidas e que campanhas resultam.',
    },
    functionality: {
      title: 'Funcionalidade',
      description:
        'Lembra as suas definições e mostra vídeos, mapas e outros conteúdos incorporados.',
    },
  },
}
