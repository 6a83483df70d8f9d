import type { BannerTexts } from '../texts.ts'

/** Arabic. */
export const ar: BannerTexts = {
  title: 'خصوصيتك',
  body: 'نودّ أن نقيس كيفية استخدام صفحاتنا وأن نتذكر تفضيلاتك. القرار لك، ويمكنك تغييره في أي وقت.',
  acceptAll: 'قبول الكل',
  onlyEssential: 'الضرورية فقط',
  choose: 'اختيار',
  manage: 'إعدادات الخصوصية',
  manageBody: 'اسمح بما تريد. لا يُستخدم أي شيء تم إيقافه.',
  save: 'حفظ الاختيارات',
  close: 'إغلاق',
  always: 'مفعّلة دائمًا',
  policy: 'سياسة ملفات تعريف الارتباط',
  gpc: 'يطلب متصفحك عدم تتبعك (Global Privacy Control)، لذلك كل شيء متوقف إلى أن تختار.',
  held: 'هذا المحتوى محجوب إلى أن تسمح بـ«{category}».',
  allow: 'السماح والعرض',
  categories: {
    essential: {
      title: 'ضرورية',
      description: 'لازمة لعمل الموقع: تسجيل الدخول والأمان واختياراتك هنا.',
    },
    performance: {
      title: 'الأداء',
      description: 'تبيّن لنا الصفحات التي تُقرأ والحملات الناجحة.',
    },
    functionality: {
      title: 'الوظائف',
      description: 'تتذكر إعداداتك وتعرض مقاطع الفيديو والخرائط وغيرها من المحتوى المضمّن.',
    },
  },
}
