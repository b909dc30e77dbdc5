"""What the demo company services: skills, product models, and the faults that customers report."""

from __future__ import annotations

from dataclasses import dataclass

SKILLS: tuple[tuple[str, str, str, bool], ...] = (
    ("COOL", "冰箱制冷", "product", False),
    ("AC", "空调", "product", False),
    ("WASH", "洗衣机与洗碗机", "product", False),
    ("WATER", "热水器与净水", "product", False),
    ("TV", "电视", "product", False),
    ("GAS", "燃气具", "certificate", True),
    ("HIGH", "高处作业", "certificate", True),
)
"""Code, name, category, whether a certificate is needed."""

MODELS: tuple[tuple[str, str, str, str, int, tuple[str, ...]], ...] = (
    ("BCD-452W", "澜光对开门冰箱", "refrigerator", "澜光", 36, ("COOL",)),
    ("BCD-268T", "澜光三门冰箱", "refrigerator", "澜光", 36, ("COOL",)),
    ("BCD-601Q", "北屿十字门冰箱", "refrigerator", "北屿", 60, ("COOL",)),
    ("KFR-35GW", "清川挂式空调", "air_conditioner", "清川", 72, ("AC", "HIGH")),
    ("KFR-72LW", "清川柜式空调", "air_conditioner", "清川", 72, ("AC",)),
    ("XQG-100", "澜光滚筒洗衣机", "washing_machine", "澜光", 36, ("WASH",)),
    ("XQB-80", "北屿波轮洗衣机", "washing_machine", "北屿", 24, ("WASH",)),
    ("JSQ-30", "炎松燃气热水器", "water_heater", "炎松", 36, ("GAS", "WATER")),
    ("DSZF-60", "炎松电热水器", "water_heater", "炎松", 48, ("WATER",)),
    ("CXW-268", "炎松侧吸油烟机", "range_hood", "炎松", 36, ("WASH",)),
    ("JZT-Q2", "炎松嵌入式燃气灶", "gas_stove", "炎松", 24, ("GAS",)),
    ("RO-600G", "清川反渗透净水器", "water_purifier", "清川", 12, ("WATER",)),
    ("L65-M8", "北屿 65 寸电视", "television", "北屿", 12, ("TV",)),
)
"""Model code, name, category, brand, months of warranty, skills."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with a category of product, in words of customers and engineers.

    `part`: what may have to be fetched first. `minutes`: time on site.
    """

    key: str
    product: str
    title: str
    words: tuple[str, ...]
    skill: str
    level: int
    minutes: int
    cause: str
    solution: str
    part: str = ""


FAULTS: tuple[Fault, ...] = (
    Fault("refrigerator_not_cooling", "refrigerator", "冰箱冷藏室不制冷",
          ("冷藏室从昨天晚上开始不冷了，冷冻还行，里面的菜都要坏了。", "冰箱一直在响但是不制冷，温度显示 16 度降不下来。"),
          "COOL", 3, 90, "part_defect", "检查蒸发器风机不转，更换风机后通电运行 30 分钟，冷藏室降至 5 度。", "蒸发器风机"),
    Fault("refrigerator_weak_cooling", "refrigerator", "冰箱制冷效果差",
          ("冰箱最近不太冷，牛奶放一天就酸。", "冷冻室冻不硬，冰淇淋是软的。"),
          "COOL", 3, 90, "part_worn", "制冷剂不足，查漏补焊后重新抽真空加注 R600a，运行正常。"),
    Fault("refrigerator_frost", "refrigerator", "冷冻室结冰严重",
          ("冷冻室抽屉冻住拉不开了，后面全是冰。",), "COOL", 2, 60, "part_defect",
          "化霜加热丝开路，更换化霜组件并清除积冰。", "化霜加热组件"),
    Fault("refrigerator_noise", "refrigerator", "冰箱噪音大",
          ("半夜冰箱嗡嗡响得厉害，吵得睡不着。",), "COOL", 2, 45, "installation",
          "压缩机减震脚松动且机身不平，调平并紧固后噪音正常。"),
    Fault("refrigerator_door", "refrigerator", "冰箱门关不严",
          ("右边的门老是自己弹开一条缝，一直报警。",), "COOL", 1, 40, "part_worn", "门封条老化变形，更换门封条。", "门封条"),
    Fault("air_conditioner_not_cooling", "air_conditioner", "空调不制冷",
          ("空调开了半小时还是热风，外机好像在转。", "客厅柜机不制冷，滤网洗过了也没用。"),
          "AC", 3, 90, "part_worn", "连接管接头微漏，重新扩口紧固后补充制冷剂，出风温差 12 度。"),
    Fault("air_conditioner_not_heating", "air_conditioner", "空调不制热",
          ("天冷了开制热吹出来是凉的，外机转一会儿就停。", "卧室空调制热很慢，一个小时才 17 度。"),
          "AC", 3, 90, "electronics", "四通阀线圈不吸合，更换线圈后换向正常，制热出风 45 度。", "四通阀线圈"),
    Fault("air_conditioner_leak", "air_conditioner", "空调室内机漏水",
          ("空调一直往下滴水，地板都泡了。",), "AC", 2, 60, "installation", "排水管坡度不够且堵塞，疏通并重新固定排水管。"),
    Fault("air_conditioner_outdoor_unit", "air_conditioner", "外机不转",
          ("室内吹风正常，楼下看外机风扇不转。",), "AC", 3, 120, "part_defect", "外机风扇电容失效，更换电容后运行正常。", "风扇电容"),
    Fault("air_conditioner_error_code", "air_conditioner", "空调显示 E6",
          ("空调一开就显示 E6，遥控器没反应。",), "AC", 4, 90, "electronics", "内外机通讯线接触不良，重新压接端子后清除故障码。"),
    Fault("washing_machine_no_water_out", "washing_machine", "洗衣机不排水",
          ("衣服泡在水里排不出去，显示 E1。", "洗到一半停了，水排不掉门也打不开。"),
          "WASH", 2, 60, "upkeep", "排水泵滤网被异物堵住，清理硬币和毛发后排水正常。"),
    Fault("washing_machine_no_spin", "washing_machine", "洗衣机不脱水",
          ("到脱水就停，衣服滴水。",), "WASH", 3, 75, "part_worn", "皮带打滑且碳刷磨损，更换皮带和碳刷。", "电机碳刷"),
    Fault("washing_machine_noise", "washing_machine", "脱水时振动很大",
          ("一脱水整个机器都在跳，像要散架。",), "WASH", 2, 60, "part_worn", "吊簧减震老化，更换四根减震器并调平。", "减震器"),
    Fault("washing_machine_leak", "washing_machine", "洗衣机底部漏水",
          ("洗完衣服地上一摊水。",), "WASH", 2, 60, "part_worn", "门圈破损，更换门密封圈后试机无渗漏。", "门密封圈"),
    Fault("water_heater_no_hot_water", "water_heater", "没有热水",
          ("热水器开着但出来都是冷水。", "今天早上洗澡突然没热水了，灯还亮着。"),
          "WATER", 2, 60, "part_defect", "加热管烧断，更换加热管和镁棒，升温正常。", "加热管"),
    Fault("water_heater_no_ignition", "water_heater", "热水器打不着火",
          ("开水龙头热水器不点火，只听到滴滴响。",), "GAS", 3, 75, "part_worn", "点火针积碳，清洁并更换电池，检漏合格。"),
    Fault("water_heater_unsteady", "water_heater", "水温忽冷忽热",
          ("洗澡一会儿烫一会儿凉。",), "GAS", 3, 75, "surroundings", "进水压力波动，清洗进水滤网并调整最小火力。"),
    Fault("kitchen_hood_weak", "range_hood", "油烟机吸力变小",
          ("炒菜满屋子烟，油烟机开最大也吸不走。",), "WASH", 1, 60, "upkeep", "清洗叶轮和止回阀，风量恢复。"),
    Fault("kitchen_stove_goes_out", "gas_stove", "燃气灶松手就熄火",
          ("左边灶眼点着了一松手就灭。",), "GAS", 2, 45, "part_worn", "热电偶失效，更换热电偶并检漏。", "热电偶"),
    Fault("water_purifier_filter", "water_purifier", "净水器换滤芯",
          ("滤芯指示灯红了，需要上门换。", "买的滤芯到了，麻烦来装一下。"),
          "WATER", 1, 40, "upkeep", "更换前置与反渗透滤芯，冲洗后 TDS 12。"),
    Fault("water_purifier_leak", "water_purifier", "净水器漏水",
          ("橱柜里净水器一直滴水。",), "WATER", 2, 45, "part_worn", "快接头密封圈老化，更换接头并保压测试。"),
    Fault("television_no_picture", "television", "电视有声音没图像",
          ("电视有声音屏幕是黑的。",), "TV", 3, 90, "part_defect", "背光灯条损坏，更换灯条后图像正常。", "背光灯条"),
    Fault("television_no_power", "television", "电视打不开",
          ("按了没反应，指示灯也不亮。",), "TV", 2, 75, "electronics", "电源板保险及整流桥击穿，更换电源板。", "电源板"),
)  # fmt: skip

COMPANIES = (
    "浦江云栖酒店", "锦里小馆连锁餐饮", "东方实验小学", "乐邻长租公寓", "瑞和物业", "康宁社区医院", "格致软件", "三叶草幼儿园",
    "西溪民宿", "钱塘创意园", "老街面馆", "海川健身", "滨江印务", "一方书店", "和泰养老院",
)  # fmt: skip

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭陆汪范金石廖贾夏韦"
GIVEN = (
    "秀英", "建国", "丽华", "志明", "晓燕", "文杰", "雅琴", "伟东", "思涵", "子墨", "玉兰", "海燕", "俊峰", "佳慧", "春梅", "德胜",
    "雪莹", "浩宇", "美玲", "国庆", "静怡", "少华", "明辉", "芳", "磊", "倩", "勇", "敏", "涛", "洁",
)  # fmt: skip
