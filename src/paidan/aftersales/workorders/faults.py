"""The fault tree of household appliances: what a customer reports, in two levels, and what an engineer finds.

The names of faults differ across products, so that an import or a formula that gives only the name means one of them.
"""

from __future__ import annotations

from paidan.builder.objects.shaping import ChoiceDraft
from paidan.builder.objects.shipping import choice

_TREE: tuple[tuple[tuple[str, str, str], tuple[tuple[str, str, str], ...]], ...] = (
    (
        ("refrigerator", "冰箱", "Refrigerator"),
        (
            ("not_cooling", "冰箱不制冷", "Fridge does not cool"),
            ("weak_cooling", "冰箱制冷差", "Fridge cools poorly"),
            ("frost", "冰箱结霜结冰", "Fridge frosts up"),
            ("leak", "冰箱漏水", "Fridge leaks"),
            ("noise", "冰箱噪音大", "Fridge is noisy"),
            ("door", "冰箱门关不严", "Fridge door does not seal"),
            ("panel", "冰箱显示异常", "Fridge display fails"),
        ),
    ),
    (
        ("air_conditioner", "空调", "Air conditioner"),
        (
            ("not_cooling", "空调不制冷", "Air conditioner does not cool"),
            ("not_heating", "空调不制热", "Air conditioner does not heat"),
            ("leak", "空调漏水", "Air conditioner leaks"),
            ("noise", "空调异响", "Air conditioner is noisy"),
            ("outdoor_unit", "空调外机不转", "Outdoor unit does not run"),
            ("error_code", "空调报故障码", "Air conditioner shows an error"),
            ("smell", "空调有异味", "Air conditioner smells"),
        ),
    ),
    (
        ("washing_machine", "洗衣机", "Washing machine"),
        (
            ("no_water_in", "洗衣机不进水", "Washer takes no water"),
            ("no_water_out", "洗衣机不排水", "Washer does not drain"),
            ("no_spin", "洗衣机不脱水", "Washer does not spin"),
            ("leak", "洗衣机漏水", "Washer leaks"),
            ("noise", "洗衣机振动异响", "Washer shakes or knocks"),
            ("door", "洗衣机门打不开", "Washer door stays shut"),
        ),
    ),
    (
        ("water_heater", "热水器", "Water heater"),
        (
            ("no_hot_water", "热水器不出热水", "No hot water"),
            ("unsteady", "热水器忽冷忽热", "Hot water unsteady"),
            ("leak", "热水器漏水", "Water heater leaks"),
            ("no_ignition", "热水器打不着火", "Water heater does not ignite"),
            ("error_code", "热水器报故障码", "Water heater shows an error"),
        ),
    ),
    (
        ("kitchen", "厨房电器", "Kitchen"),
        (
            ("hood_weak", "油烟机吸力小", "Hood draws poorly"),
            ("hood_noise", "油烟机噪音大", "Hood is noisy"),
            ("stove_no_flame", "燃气灶打不着火", "Stove does not light"),
            ("stove_goes_out", "燃气灶自动熄火", "Stove goes out"),
            ("dishwasher_dirty", "洗碗机洗不干净", "Dishwasher leaves dirt"),
            ("dishwasher_leak", "洗碗机漏水", "Dishwasher leaks"),
        ),
    ),
    (
        ("water_purifier", "净水器", "Water purifier"),
        (
            ("filter", "净水器换滤芯", "Change the filter"),
            ("slow", "净水器出水慢", "Water runs slowly"),
            ("leak", "净水器漏水", "Purifier leaks"),
            ("taste", "净水器水有异味", "Water tastes"),
        ),
    ),
    (
        ("television", "电视", "Television"),
        (
            ("no_picture", "电视无图像", "No picture"),
            ("no_sound", "电视无声音", "No sound"),
            ("no_power", "电视不通电", "Television has no power"),
            ("network", "电视连不上网", "Television is offline"),
        ),
    ),
    (("other", "其他问题", "Something else"), ()),
)

CATEGORIES: tuple[ChoiceDraft, ...] = tuple(
    draft
    for (key, zh, en), faults in _TREE
    for draft in (
        choice(key, zh, en),
        *(choice(f"{key}_{fault}", fault_zh, fault_en, parent=key) for fault, fault_zh, fault_en in faults),
    )
)

CAUSES: tuple[ChoiceDraft, ...] = (
    choice("part_worn", "零件老化", "Part worn out", "grey"),
    choice("part_defect", "零件故障", "Part failed", "red"),
    choice("electronics", "控制板或程序故障", "Electronics or software", "violet"),
    choice("installation", "安装不当", "Faulty installation", "orange"),
    choice("use", "使用不当", "Wrong use", "amber"),
    choice("surroundings", "水电气环境问题", "Water, power or gas supply", "teal"),
    choice("upkeep", "缺少保养", "Lack of upkeep", "brown"),
    choice("no_fault", "未发现故障", "No fault found", "green"),
    choice("other", "其他原因", "Other", "grey"),
)

DISSATISFACTION: tuple[ChoiceDraft, ...] = (
    choice("late", "没有按时上门", "Came late"),
    choice("slow", "处理太慢", "Took too long"),
    choice("not_fixed", "问题没有解决", "Not fixed"),
    choice("attitude", "服务态度不好", "Unfriendly"),
    choice("price", "收费不合理", "Unfair price"),
    choice("untidy", "现场没有清理", "Left untidy"),
    choice("parts", "等备件太久", "Parts took too long"),
    choice("hard_to_reach", "联系不上", "Could not reach anybody"),
    choice("other", "其他", "Other"),
)
"""Reasons that an unhappy customer may tick."""
