"""Names that are hard to find, what people type for them, and who must be found first.

One shop with all of ``PEOPLE`` in it; ``ASKED`` are (typed, name of the first hit).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as typed into the form."""

    name: str
    phone: str = ""
    wechat: str = ""
    email: str = ""
    tag: str = ""
    address: str = ""
    remark: str = ""
    at: str = ""  # name of the company they work at


PEOPLE: tuple[Person, ...] = (
    # surnames read otherwise than the character
    *map(Person, (
        "单小军", "曾国华", "仇英", "解晓东", "查良镛", "区志强", "尉迟恭", "万俟雅言", "令狐冲",
        "朴成浩", "盖叫天", "任盈盈", "华罗庚", "乐嘉", "车晓", "覃海洋", "翟天临", "牟其中",
        "员文杰", "宁静", "燕双鹰", "纪晓岚", "缪杰", "黑子扬", "么书仪", "折可求", "种师道",
        "秘书林", "繁星宇", "句建军", "都本基", "应采儿", "过大江", "葛优", "长孙无忌",
        "澹台明月", "单于飞", "诸葛亮", "夏侯惇", "欧阳娜娜", "皇甫端", "宇文化及", "鲜于通",
        "呼延灼", "长乐", "重耀", "行长安",
    )),
    # traditional, full width, Latin, mixed
    Person("張偉強"), Person("廣東茶樓"), Person("陳麗華"), Person("ＡＢＣ超市"),
    Person("RO膜专卖"), Person("7天连锁酒店"), Person("O'Neill & Sons"), Person("Grace Chen"),
    Person("José García"), Person("Müller GmbH"), Person("Jean-Luc Moreau"),
    Person("McDonald's"), Person("Christopher Johnson"), Person("Elizabeth Thompson"),
    Person("阿里木·买买提"), Person("古丽娜扎尔·拜合提亚尔"), Person("𠮷野家"), Person("龚琳娜"),
    Person("王芳"), Person("王芳芳"), Person("芳草地幼儿园"), Person("李王芳"),
    Person("杭州顺达商贸有限公司"), Person("顺达五金"), Person("星河幼儿园"),
    # found by something else than the name
    Person("甲一", phone="138 0571 2260"), Person("甲二", phone="0571-88263309"),
    Person("甲三", phone="13900130080"), Person("甲四", phone="+1 415 555 0100"),
    Person("甲五", phone="18600861234"), Person("乙一", wechat="lisa_2026"),
    Person("乙二", email="Office.Manager@Yuehe.example"), Person("乙三", tag="月结客户"),
    Person("乙四", address="西湖区文三路 128 号"), Person("乙五", remark="上门走后门，狗凶"),
    Person("沈悦", at="杭州顺达商贸有限公司"),
)  # fmt: skip

ASKED: tuple[tuple[str, str], ...] = (
    ("shanxiaojun", "单小军"), ("sxj", "单小军"), ("dxj", "单小军"), ("单小", "单小军"),
    ("zengguohua", "曾国华"), ("zgh", "曾国华"), ("qiuying", "仇英"), ("qy", "仇英"),
    ("xiexiaodong", "解晓东"), ("zhaliangyong", "查良镛"), ("zly", "查良镛"),
    ("ouzhiqiang", "区志强"), ("ozq", "区志强"), ("yuchigong", "尉迟恭"), ("ycg", "尉迟恭"),
    ("moqiyayan", "万俟雅言"), ("mqyy", "万俟雅言"), ("linghuchong", "令狐冲"),
    ("piaochenghao", "朴成浩"), ("gejiaotian", "盖叫天"), ("renyingying", "任盈盈"),
    ("hualuogeng", "华罗庚"), ("yuejia", "乐嘉"), ("chexiao", "车晓"), ("qinhaiyang", "覃海洋"),
    ("zhaitianlin", "翟天临"), ("muqizhong", "牟其中"), ("yunwenjie", "员文杰"),
    ("ningjing", "宁静"), ("yanshuangying", "燕双鹰"), ("jixiaolan", "纪晓岚"),
    ("miaojie", "缪杰"), ("heziyang", "黑子扬"), ("yaoshuyi", "么书仪"), ("shekeqiu", "折可求"),
    ("chongshidao", "种师道"), ("bishulin", "秘书林"), ("poxingyu", "繁星宇"),
    ("goujianjun", "句建军"), ("dubenji", "都本基"), ("yingcaier", "应采儿"),
    ("guodajiang", "过大江"), ("geyou", "葛优"), ("zhangsunwuji", "长孙无忌"),
    ("tantaimingyue", "澹台明月"), ("chanyufei", "单于飞"), ("zhugeliang", "诸葛亮"),
    ("xiahoudun", "夏侯惇"), ("oynn", "欧阳娜娜"), ("娜娜", "欧阳娜娜"),
    ("huangfuduan", "皇甫端"), ("yuwenhuaji", "宇文化及"), ("xianyutong", "鲜于通"),
    ("huyanzhuo", "呼延灼"),
    ("张伟强", "張偉強"), ("zhangweiqiang", "張偉強"), ("伟强", "張偉強"), ("強", "張偉強"),
    ("广东茶楼", "廣東茶樓"), ("茶樓", "廣東茶樓"), ("gdcl", "廣東茶樓"), ("陈丽华", "陳麗華"),
    ("abc", "ＡＢＣ超市"), ("ａｂｃ超", "ＡＢＣ超市"), ("ro膜", "RO膜专卖"), ("7天", "7天连锁酒店"),
    ("连锁", "7天连锁酒店"), ("oneill", "O'Neill & Sons"), ("sons", "O'Neill & Sons"),
    ("grace", "Grace Chen"), ("chen grace", "Grace Chen"), ("josé", "José García"),
    ("müller", "Müller GmbH"), ("jeanluc", "Jean-Luc Moreau"), ("moreau", "Jean-Luc Moreau"),
    ("mcdonalds", "McDonald's"), ("买买提", "阿里木·买买提"), ("阿里木买买提", "阿里木·买买提"),
    ("almmmt", "阿里木·买买提"), ("古丽", "古丽娜扎尔·拜合提亚尔"), ("野家", "𠮷野家"),
    ("gonglinna", "龚琳娜"), ("王芳", "王芳"), ("wangfang", "王芳"), ("芳芳", "王芳芳"),
    ("芳草", "芳草地幼儿园"), ("顺达", "顺达五金"), ("hzsd", "杭州顺达商贸有限公司"),
    ("达商", "杭州顺达商贸有限公司"), ("xhyey", "星河幼儿园"),
    ("2260", "甲一"), ("0571 2260", "甲一"), ("8057122", "甲一"), ("88263309", "甲二"),
    ("0571-8826", "甲二"), ("0013008", "甲三"), ("00130080", "甲三"), ("0080", "甲三"),
    ("008613900130080", "甲三"), ("5550100", "甲四"), ("0086", "甲五"), ("00861234", "甲五"),
    ("lisa", "乙一"), ("office.man", "乙二"), ("yuehe.example", "乙二"), ("月结", "乙三"),
    ("文三路", "乙四"), ("128 文三", "乙四"), ("后门", "乙五"), ("狗凶", "乙五"),
    ("沈悦", "沈悦"), ("顺达 沈悦", "杭州顺达商贸有限公司"),
    # typing errors, where nothing is right
    ("zhnaghsunwuji", "长孙无忌"), ("cristopher", "Christopher Johnson"),
    ("chritsopher", "Christopher Johnson"), ("jonhson", "Christopher Johnson"),
    ("elisabeth", "Elizabeth Thompson"), ("tompson", "Elizabeth Thompson"),
    ("elizabeth tomson", "Elizabeth Thompson"), ("garce chen", "Grace Chen"),
    ("lingghuchong", "令狐冲"), ("ouyagnnana", "欧阳娜娜"),
)  # fmt: skip
