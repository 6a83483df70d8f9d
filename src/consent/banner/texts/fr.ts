import type { BannerTexts } from '../texts.ts'

/** French. */
export const fr: BannerTexts = {
  title: 'Votre vie privée',
  body: 'Nous aimerions mesurer l’utilisation de nos pages et retenir vos préférences. Vous décidez, et vous pouvez changer d’avis à tout moment.',
  acceptAll: 'Tout accepter',
  onlyEssential: 'Essentiels uniquement',
  choose: 'Choisir',
  manage: 'Paramètres de confidentialité',
  manageBody: 'Autorisez ce que vous souhaitez. Ce qui est désactivé n’est pas utilisé.',
  save: 'Enregistrer mes choix',
  close: 'Fermer',
  always: 'Toujours actif',
  policy: 'Politique relative aux cookies',
  gpc: 'Votre navigateur demande à ne pas être suivi (Global Privacy Control) : tout est donc désactivé tant que vous n’avez pas choisi.',
  held: 'Ce contenu est bloqué tant que vous n’autorisez pas « {category} ».',
  allow: 'Autoriser et afficher',
  categories: {
    essential: {
      title: 'Essentiels',
      description: 'Nécessaires au fonctionnement du site : connexion, sécurité, vos choix ici.',
    },
    performance: {
      title: 'Performance',
      description: 'Nous montre quelles pages sont lues et quelles campagnes sont efficaces.',
    },
    functionality: {
      title: 'Fonctionnalité',
      description:
        'Retient vos réglages et affiche des vidéos, des cartes et d’autres contenus intégrés.',
    },
  },
}
