import type { BannerTexts } from '../texts.ts'

/** Japanese. */
export const ja: BannerTexts = {
  title: 'プライバシーについて',
  body: 'ページの利用状況を計測し、お好みの設定を記憶したいと考えています。選ぶのはお客様です。いつでも変更できます。',
  acceptAll: 'すべて許可',
  onlyEssential: '必須のみ',
  choose: '選択する',
  manage: 'プライバシー設定',
  manageBody: '許可するものを選んでください。オフのものは使用されません。',
  save: '選択を保存',
  close: '閉じる',
  always: '常に有効',
  policy: 'Cookieポリシー',
  gpc: 'お使いのブラウザーが追跡の拒否（Global Privacy Control）を求めているため、選択されるまですべてオフになっています。',
  held: '「{category}」が許可されるまで、このコンテンツは表示されません。',
  allow: '許可して表示',
  categories: {
    essential: {
      title: '必須',
      description: 'サイトの動作に必要です（ログイン、安全性、ここでの選択の保存）。',
    },
    performance: {
      title: 'パフォーマンス',
      description: 'どのページが読まれ、どのキャンペーンが役立っているかを把握します。',
    },
    functionality: {
      title: '機能性',
      description: '設定を記憶し、動画や地図などの埋め込みコンテンツを表示します。',
    },
  },
}
