/** A purpose and the words by which a typed purpose is recognised. */
interface PurposeWords {
  readonly code: string;
  readonly words: readonly string[];
}

const purpose = (code: string, words: string): PurposeWords => ({ code, words: words.split(' ') });

// What is never production stands first: 入股养殖企业分红 is a share, not breeding.
const PURPOSE_WORDS: readonly PurposeWords[] = [
  purpose('relocation_housing', '搬迁'),
  purpose('house_rebuilding', '危房 危改'),
  purpose('tuition', '学费 助学 书本费'),
  purpose('share_dividend', '入股 分红 参股'),
  purpose('on_lending', '转贷 转借 放贷 出借'),
  purpose('quota_exchange', '指标交换 指标置换'),
  purpose('wealth_product', '理财 炒股 股票 基金 期货 存款 保险'),
  purpose('house_building', '建房 盖房 修房 购房 买房 装修 住房 新房 自建房 房屋'),
  purpose('wedding', '结婚 婚嫁 婚礼 婚庆 彩礼 娶亲 娶妻 嫁女 丧葬'),
  purpose('household_goods', '家电 家具 家庭用品 生活用品 消费 轿车 看病 治病 还债 还旧 赌'),
  purpose('tourism', '旅游 农家乐 民宿'),
  purpose('processing', '加工 酿 榨油 磨坊 粉条 豆腐'),
  purpose('machinery', '农机 机械 拖拉机 收割机'),
  purpose('handicraft', '手工 编织 刺绣 剪纸 木器 工艺'),
  purpose('transport', '运输 货运 客运 货车 三轮车'),
  purpose('e_commerce', '电子商务 电商 网店 直播带货'),
  purpose('trade', '商贸 贸易 购销 收购 销售 经营 商店 超市 小卖部 批发 零售 餐饮 饭馆 流通'),
  purpose('breeding', '养 殖 牛 羊 猪 鸡 鸭 驴 蜂 渔 圈舍 畜 禽'),
  purpose(
    'planting',
    '种 植 药材 苹果 果 蔬 菜 马铃薯 洋芋 玉米 小麦 大棚 苗木 育苗 菌 花椒 茶 核桃 农业 化肥',
  ),
  purpose('other_production', '生产 产业 维修 修理 加油 作坊'),
];

/** Code of the purpose that a typed text speaks of; null when no word is known. */
export function recognisePurpose(text: string): string | null {
  return PURPOSE_WORDS.find(({ words }) => words.some((word) => text.includes(word)))?.code ?? null;
}
