import type { BannerTexts } from '../texts.ts'

/** Spanish. */
export const es: BannerTexts = {
  title: 'Tu privacidad',
  body: 'Nos gustaría medir cómo se usan nuestras páginas y recordar tus preferencias. Tú decides, y puedes cambiar de opinión en cualquier momento.',
  acceptAll: 'Aceptar todo',
  onlyEssential: 'Solo lo esencial',
  choose: 'Elegir',
  manage: 'Ajustes de privacidad',
  manageBody: 'Permite lo que quieras. Lo que está desactivado no se usa.',
  save: 'Guardar mi elección',
  close: 'Cerrar',
  always: 'Siempre activo',
  policy: 'Política de cookies',
  gpc: 'Tu navegador pide que no se te rastree (Global Privacy Control), así que todo está desactivado hasta que elijas.',
  held: 'Este contenido no se muestra hasta que permitas «{category}».',
  allow: 'Permitir y mostrar',
  categories: {
    essential: {
      title: 'Esencial',
      description:
        'Necesario para que el sitio funcione: inicio de sesión, seguridad y lo que elijas aquí.',
    },
    performance: {
      title: 'Rendimiento',
      description: 'Nos muestra qué páginas se leen y qué campañas funcionan.',
    },
    functionality: {
      title: 'Funcionalidad',
      description: 'Recuerda tus ajustes y muestra vídeos, mapas y otros contenidos incrustados.',
    },
  },
}
