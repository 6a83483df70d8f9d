import type { BannerTexts } from '../texts.ts'

/** Korean. */
export const ko: BannerTexts = {
  title: '개인정보 보호',
  body: '페이지가 어떻게 이용되는지 측정하고 선호하는 설정을 기억하고자 합니다. 직접 결정하실 수 있으며 언제든지 변경할 수 있습니다.',
  acceptAll: '모두 허용',
  onlyEssential: '필수만 허용',
  choose: '선택하기',
  manage: '개인정보 설정',
  manageBody: '원하는 항목을 허용하세요. 꺼진 항목은 사용되지 않습니다.',
  save: '선택 저장',
  close: '닫기',
  always: '항상 사용',
  policy: '쿠키 정책',
  gpc: '브라우저가 추적 거부(Global Privacy Control)를 요청하므로 선택하실 때까지 모두 꺼져 있습니다.',
  held: '‘{category}’ 항목을 허용할 때까지 이 콘텐츠는 표시되지 않습니다.',
  allow: '허용하고 보기',
  categories: {
    essential: {
      title: '필수',
      description: '사이트 작동에 필요합니다: 로그인, 보안, 여기에서의 선택.',
    },
    performance: {
      title: '성능',
      description: '어떤 페이지가 읽히고 어떤 캠페인이 효과적인지 알려 줍니다.',
    },
    functionality: {
      title: '기능',
      description: '설정을 기억하고 동영상, 지도 등 포함된 콘텐츠를 보여 줍니다.',
    },
  },
}
