import type { BannerTexts } from '../texts.ts'

/** Polish. */
export const pl: BannerTexts = {
  title: 'Twoja prywatność',
  body: 'Chcielibyśmy mierzyć, jak używane są nasze strony, i pamiętać Twoje preferencje. To Ty decydujesz i w każdej chwili możesz zmienić zdanie.',
  acceptAll: 'Akceptuj wszystkie',
  onlyEssential: 'Tylko niezbędne',
  choose: 'Wybierz',
  manage: 'Ustawienia prywatności',
  manageBody: 'Zezwól na to, co chcesz. To, co wyłączone, nie jest używane.',
  save: 'Zapisz wybór',
  close: 'Zamknij',
  always: 'Zawsze aktywne',
  policy: 'Polityka plików cookie',
  gpc: 'Twoja przeglądarka prosi o nieśledzenie (Global Privacy Control), więc wszystko jest wyłączone, dopóki nie wybierzesz.',
  held: 'Ta treść jest wstrzymana, dopóki nie zezwolisz na „{category}”.',
  allow: 'Zezwól i pokaż',
  categories: {
    essential: {
      title: 'Niezbędne',
      description: 'Potrzebne do działania witryny: logowanie, bezpieczeństwo, Twój wybór tutaj.',
    },
    performance: {
      title: 'Wydajność',
      description: 'Pokazuje nam, które strony są czytane i które kampanie działają.',
    },
    functionality: {
      title: 'Funkcjonalność',
      description: 'Pamięta Twoje ustawienia i pokazuje filmy, mapy i inne osadzone treści.',
    },
  },
}
