import type { BannerTexts } from '../texts.ts'

/** Chinese, simplified. */
export const zh: BannerTexts = {
  title: '您的隐私',
  body: '我们希望统计网页的使用情况，并记住您的偏好。由您决定，您也可以随时更改。',
  acceptAll: '全部接受',
  onlyEssential: '仅限必要',
  choose: '自行选择',
  manage: '隐私设置',
  manageBody: '请允许您愿意启用的项目。已关闭的项目不会被使用。',
  save: '保存选择',
  close: '关闭',
  always: '始终启用',
  policy: 'Cookie 政策',
  gpc: '您的浏览器请求不被跟踪（全球隐私控制，GPC），因此在您选择之前，所有项目均已关闭。',
  held: '在您允许“{category}”之前，此内容不会显示。',
  allow: '允许并显示',
  categories: {
    essential: {
      title: '必要',
      description: '网站运行所必需：登录、安全，以及您在此处的选择。',
    },
    performance: {
      title: '性能',
      description: '让我们了解哪些网页有人阅读、哪些推广活动有效。',
    },
    functionality: {
      title: '功能',
      description: '记住您的设置，并显示视频、地图和其他嵌入内容。',
    },
  },
}
