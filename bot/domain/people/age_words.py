"""Words about age in sixteen languages, as regular expressions over the folded form of `age`."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


def _any(words: str) -> str:
    """Any of these expressions, which blanks separate; `_` stands for a blank inside one."""
    return "(?:" + "|".join(word.replace("_", r"\s+") for word in words.split()) + ")"


NUMBERS: Final = {
    number: re.compile(expression)
    for number, expression in {
        "17": r"\b(?:seventeen|dix[- ]?sept|siebzehn|diecisiete|diciassette|diciassett(?=enne)|"
        "dezassete|dezessete|"
        r"zeventien|siedemnascie|siedemnasto|sjutton|seitsemäntoista|sedmnact|on yedi|семнадцать)"
        r"|семнадцати|十七|열일곱",
        "16": r"\b(?:sixteen|seize|sechzehn|dieciseis|sedici|sedic(?=enne)|dezasseis|dezesseis|"
        "zestien|"
        r"szesnascie|szesnasto|sexton|kuusitoista|sestnact|on alti|шестнадцать)|шестнадцати"
        r"|十六|열여섯",
        "15": r"\b(?:fifteen|quinze|fünfzehn|quince|quindici|quindic(?=enne)|vijftien|pietnascie|"
        "pietnasto|femton|"
        r"viisitoista|patnact|on bes|пятнадцать)|пятнадцати|十五|열다섯",
        "14": r"\b(?:fourteen|quatorze|vierzehn|catorce|quattordici|quattordic(?=enne)|catorze|"
        "veertien|czternascie|"
        r"czternasto|fjorton|neljätoista|ctrnact|on dört|четырнадцать)|четырнадцати|十四|열네",
        "13": r"\b(?:thirteen|treize|dreizehn|trece|tredici|tredic(?=enne)|treze|dertien|"
        "trzynascie|trzynasto|"
        r"tretton|kolmetoista|trinact|on üc|тринадцать)|тринадцати|十三|열세",
    }.items()
}
"""The ages from 13 to 17 in words; those below are too often something else (`elf`, `once`)."""

SIGNS: Final = (
    *(
        "on alti",
        "on bes",
        "on dört",
        "on yedi",
        "on üc",
        "a level",
        "a-level",
        "en tle",
        "year ",
        " ano",
    ),
    *_words(
        "teen zehn seize dix sept quinze quatorz treiz treci quinc quindic sedic tredic cator"
        " trece dici diec"
        " dezas dezes treze tien nascie nasto sjutton sexton femton fjorton tretton toista"
        " nact надцат 十 열 grade school hs gcse freshman sophomore junior sixth 1re 1ere"
        " 2de 2nde faccio frequento collegi lycee college ecolie eleve seconde premiere"
        " terminale sixieme cinquieme quatrieme troisieme classe schüler gymnas gymnaz"
        " abitur klasse studi student alumn eso bach prepa secund instituto liceal liceo"
        " superior media medie estudant alun ensino scholier brugkl havo vwo vmbo ucze"
        " uczennica moklas nastolat klas lycee middelb gymnaz gympl szkol stredni zakladku"
        " perusk liseye schule yläas cole superiori seconda terza quarta quinta 학교 liceum"
        " techniku podstaw elev högst går skol lainen"
        " lukiolais yläast"
        " yläkoul lukio luok zak trid liseli lise ortaokul sinif jk jc dk 生 高 中 小 초"
        " 중 고 딩 初 年级 年級 школ учени учусь класс лицеи гимназ minor mineur minder"
        " under u18 menor niepeln nielet omynd alaik nezlet neplno resit 未 满 満 미성년"
        " несоверш moins unter"
    ),
)
"""One of these, or a figure, is in every text that states an age under 18."""

ORDINAL: Final = _any(
    r"klasse kl trid sinif luok jan feb mär mar mai maj may apr ju aug sep o[ckt] no[vw] de[czs]"
    r" tammi"
    r" helmi maalis huhti touko kesä heinä elo syys loka marras joulu led uno bre dub kve cer"
    r" srp zar"
    r" rij lis pro sty lut kwi cze lip sie wrz paz gru oca sub nis haz tem eyl eki kas ara uhr"
    r" stock"
    r" etage bezirk ssw"
)
"""What a figure with a point stands before: months, classes."""

I_AM: Final = (
    r"(?:\b(?:i\s*['’]?\s*a?m|i(?: just)? turned|j\s*['’]ai|ich bin|bin|tengo|ho|tenho|ik ben|mam|"
    r"jag är|olen|je mi|"
    r"mi je|мне|ben)|(?<![\w])(?:私は|僕は|俺は|저는|나는|난|我是|我今年|我|今年|本人))"
    r"(?:\s*(?:only|just|still|currently|about to be|juste|erst|gerade|nog maar|bara|vasta|dopiero|"
    r"teraz|teprve|solo|so|сейчас|только|今年))?"
)
"""What a statement about one's own age begins with. `mam` is Polish and Czech."""

MEASURE: Final = (
    r"(?:years?|yrs?|of|th|out|into|in|off|ft|feet|foot|inch|cm|mm|km|m|kg|lb|stone|am|pm|to|min|"
    r"hours?|"
    r"percent|bit|\w{3,}s)\b"
)
"""What makes a number something else than an age, in English: units, and any plural."""

OLD: Final = (
    r"(?:y\s?[./]?\s?o\b\.?|(?:yr|year)s?[\s-]*olds?\b|jahre? (?:alt|jung)\b|"
    r"-?jährige?[rsnm]?\b|"
    r"jaar oud\b|-?jarige?\b|ar gammal\b|år gammal\b|-?åring\b|[- ]?vuotias\b|-?let[ya]\b|"
    r"-?letni[a]?\b|-?lat(?:ek|ka)\b|yas\s?inday\s?im\b|yasinda(?:yim)?\b|yaslarinda\b|-?enne\b|"
    r"[- ]?летн(?:ий|яя|ее)\b|歳|才(?!能)|さい|살|세(?![기대])|周?[岁歲])"
)
"""Units that say that a number is an age."""

YEARS: Final = (
    r"(?:ans|piges|anni|anos|aninhos|anitos|jahre|jahr|j|jaar|jr|lat|lata|år|let|roku|rokov|yrs?|"
    r"лет|года|"
    r"годиков|vuotta|v|yas|years)(?!\w)\.?"
)
"""Units that may be a span of time as well."""

AGE: Final = _any(
    r"ages? alter edad eta idade leeftijd wiek ålder ikä vek yas yasim 年齢 年龄 年齡 나이 возраст"
)

GENDER: Final = r"(?:m|f|w|h|nb|enby|ftm|mtf|male|female|boy|girl|♀|♂|⚧)"

PRONOUN: Final = _any(
    r"she her hers he him his they them theirs it its any all xe xem ze zir fae elle il iel lui sie"
    r" ihr er ihm ihn dey ella el lei ela ele dela dele delu elu zij haar hij hem die hen hun diens"
    r" ona jej on jego oni ich hon henne han honom hän jeji jeho onun о она ее её он его они их"
    r" 彼女 彼 그녀 그 她 他 pronouns"
)

PERSON: Final = _any(
    r"teen teenager girl boy student guy kid girlie fille garcon gars ado demoiselle lyceen(?:ne)?"
    r" collegien(?:ne)? eleve mädchen junge schülerin schüler chico chica chaval(?:a)? adolescente"
    r" ragazz[oa] garot[oa] menin[oa] rapaz rapariga moc[oa] jongen meisje meid tiener dziewczyna"
    r" chlopak nastolat(?:ek|ka) kille tjej tyttö poika holka kluk divka девушка парень девочка"
    r" мальчик подросток leerling scholier jeune giovane joven jovem nino nina"
)
"""Whoever may be said to be of an age: "girl of 16"."""

AND: Final = _any(
    r"and but so from she he they any living btw with who und aus mag et mais y e o vivo"
    r" yesterday today myself too already lol now still rn btw tho though right pero ma mas en"
    r" uit maar i ale z och men från ja mutta a ve и но из"
)
"""What may follow one's age in the same clause."""

ALMOST: Final = _any(
    r"almost nearly turning soon_(?:to_be)? soon bientot presque fast bald casi quasi quase bijna"
    r" prawie snart nästan kohta melkein skoro neredeyse もうすぐ 곧 快 почти скоро"
)

MINOR: Final = _any(
    r"(?:a_)?minor underage(?:d)? under_18 u18 <_?18 -18 mineure? mineur[·.]e moins_de_18_ans"
    r" minderjährig(?:e|er)? unter_18 menor(?:_de_(?:edad|idade))? minorenne"
    r" minderjarig(?:e)? onder_de_18 niepelnoletni[a]? nieletni[a]? minderårig omyndig under_18_år"
    r" alaikäinen alle_18-?v? nezletil[aye] neplnolet[aye] resit_degilim 18_yas_alti(?:yim)?"
    r" 18_yasindan_kücügüm 未成年者?"
    r" 18歳未満 미성년자? 未滿?十八岁? 未满18岁? 未成年人 несовершеннолетн(?:ий|яя) мне_нет_18"
)

IS: Final = (
    r"(?:i\s*['’]?\s*a?m|je suis|ich bin|bin|soy|sono|sou|ik ben|jestem|jag är|olen|jsem|ben|я|"
    r"私は|저는|我是?|also|still|still a|und|noch|et|encore)"
)

BORN: Final = (
    r"(?:\b(?:bday|b-day|dob|birthday|birth ?date|date of birth|geburtstag|date de naissance|"
    r"cumple|"
    r"compleanno|aniversario|urodziny|födelsedag)\s*:?|(?:生年月日|誕生日|生日|생일)\s*[:：]?|"
    r"\b(?:(?:i was |"
    r"i am )?born(?: in| on)?|b\.|nee? (?:en|le)|ne[·.]e en|geb\.?|"
    r"(?:ich bin )?geboren(?: in| im| am)?|naci (?:en|el)|nacid[oa] (?:en|el)|"
    r"(?:sono )?nat[oa] (?:nel|il)|nasci (?:em|a)|nascid[oa] (?:em|a)|jahrgang|baujahr|classe|"
    r"rocznik|rocnik|rok urodzenia|urodzon[ya] (?:w|dnia)?|ur\.|född(?: den)?|f\.|syntynyt|synt\.|"
    r"narozen[ay]?(?: v roce| v)?|nar\.|годa? рождения|родил(?:ся|ась) в|рожден(?:а)? в)|[*])"
)
"""What a year of birth follows."""

BORN_AFTER: Final = (
    r"(?:\s*(?:年生まれ|年の?生まれ|生まれ|년생|년\s?출생|年出生|年生(?!まれ)|年生人|"
    r"г\.?\s?р\b\.?|года рождения|"
    r"dogumlu(?:yum)?|born|baby|babies|liner|line|er jahrgang|-?er\b|kid|'?li(?:yim)?\b))"
)
"""What follows a year of birth."""

SCHOOL: Final = (
    r"\b(?:[6-9]|1[0-2])th[ -]grader?\b",
    r"\b(?:sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[ -]grade(?:r|\b)",
    (
        r"\b(?:hs|high[ -]?school|middle[ -]?school|junior[ -]high|secondary[ -]school)\s+"
        r"(?:student|freshman|sophomore|junior|senior|kid|girl|boy|pupil)\b"
    ),
    (
        r"\b(?:freshman|sophomore|junior|senior|student) (?:in|at) (?:\w+ ){0,3}"
        r"(?:hs|(?:high|middle|secondary) school)\b"
    ),
    r"\b(?:high|middle|grade|home)[ -]?schooler\b|\bschool(?:girl|boy)\b|\bsixth[ -]former\b",
    (
        r"^(?:i\s*['’]?a?m )?(?:currently |still )?(?:in|i go to) "
        r"(?:high|middle|secondary) school\b|\b(?:doing|taking|studying for) (?:my )?(?:gcse|a["
        r" -]level)s?\b"
    ),
    r"^year (?:[7-9]|1[0-3])(?: student| pupil|$)|\bgrade (?:[6-9]|1[0-2]) student\b",
    r"\b(?:gcse|a[ -]level)s? student\b",
    # French
    r"^(?:je suis |encore )+(?:au|en) (?:lycee|college)\b|^(?:au|en) (?:lycee|college)$",
    r"\b(?:collegien|lyceen)(?:ne|[·.]ne)?\b|\becolie[r]e?\b|^eleve$",
    r"\beleve (?:de|en) (?:[3-6]e|[3-6]eme|seconde|2nde|premiere|1e?re|terminale|lycee|college)\b",
    (
        r"\ben (?:(?:[3-6]e(?:me)?|cinquieme|sixieme|quatrieme|troisieme|seconde|2n?de|premiere|"
        r"1e?re|"
        r"terminale|tle)(?=$| (?:au|generale|s\b|es\b|l\b|stmg))|classe de )"
    ),
    # German
    r"\b(?:real|haupt|gesamt|mittel|ober|berufs)?schüler(?:in)?\b(?! (?:von|des|der (?!\d))\b)",
    r"\b(?:gymnasiast|abiturient)(?:in)?\b",
    r"(?:^|\bin (?:die|der) |\bgehe? in )(?:[5-9]|1[0-3])\.? ?klasse\b",
    # Spanish, Italian, Portuguese
    r"\b(?:estudiante|alumn[oa]) de (?:la )?(?:eso|secundaria|prepa\w*|bach\w*|instituto)\b",
    r"\b[1-4][ºo°]? (?:de )?(?:la )?(?:eso|bach(?:illerato)?)\b",
    (
        r"\b(?:estoy|voy) (?:en|a) (?:la |el )?(?:[1-4][ºo°]? )?(?:de )?(?:eso|secundaria|prepa|"
        r"bach\w*|"
        r"instituto)\b"
    ),
    r"\bliceale\b|\bstudente(?:ssa)? (?:del|delle|di|al|alle) (?:liceo|superiori|medie)\b",
    (
        r"\b(?:prima|seconda|terza) media\b|\b(?:faccio|frequento) (?:il|la|le) (?:liceo|superiori|"
        r"medie|terza media|[1-5])\b"
    ),
    r"\b(?:primo|secondo|terzo|quarto|quinto) anno (?:di|del|delle) (?:liceo|superiori)\b",
    r"\b(?:prima|seconda|terza|quarta|quinta) (?:liceo|superiore)\b",
    (
        r"\b(?:estudante|alun[oa]|secundarista) d[oe] (?:ensino (?:medio|fundamental)|"
        r"\d+\.?[ºo°]? ano|"
        r"secundario)\b|^(?:no )?(?:[5-9]|1[0-2])[ºo°] ano$|^(?:no )?ensino medio$|"
        r"\b(?:estou no|to no|fazendo o|cursando o|faco o) ensino medio\b"
    ),
    # Dutch, Polish
    (
        r"\bscholiere?\b|\bbrugklasser\b|^(?:zit in |in )?(?:(?:havo|vwo|vmbo|gymnasium) ?[1-6]|"
        r"[1-6] ?(?:havo|vwo|vmbo))\b|"
        r""
        r"\bmiddelbare scholier\b"
    ),
    r"\b(?:uczen|uczennica) (?:liceum|technikum|podstawowki|szkoly|[1-8]\b|klasy)|^uczen(?:nica)?$",
    r"\b(?:licealist(?:k?a)|ósmoklasist(?:k?a)|osmoklasist(?:k?a)|nastolat(?:ek|ka))\b",
    r"^(?:[1-8]|i|ii|iii|iv) klasa\b|\bw (?:[1-8] klasie|liceum|technikum|podstawowce)\b",
    r"\b(?:sjunde|åttonde|nionde)klassare\b|^lise [1-4]$",
    # Swedish, Finnish
    r"\bgår i (?:sexan|sjuan|åttan|nian|ettan|tvåan|trean|\d:?an|högstadiet|gymnasiet|[6-9]an)\b",
    (
        r"\b(?:gymnasie|högstadie|mellanstadie)(?:elev|student)\b|\bgymnasist\b|\bgår på"
        r" (?:gymnasiet|"
        r"högstadiet)\b|\bskol(?:elev|tjej|kille)\b"
    ),
    r"\b(?:lukio|yläkoulu|koulu|peruskoulu|yläaste)lainen\b|\blukiolais(?:tyttö|poika)\b",
    r"\b(?:yläasteella|yläkoulussa|lukiossa)$|^(?:yläasteella|yläkoulussa|lukiossa)\b",
    r"\b(?:[5-9]|seiska|kasi|ysi)[-.]? ?luok(?:ka|alla|kalainen)\b",
    # Czech, Turkish
    (
        r"\bgymnazist(?:k?a)\b|\bzak(?:yne)?\b|\bstudent(?:ka)? (?:gymnazia|stredni skoly)|"
        r"\b(?:stredo)?skola(?:k|cka)\b|^(?:[5-9])\. trid[ay]\b"
    ),
    (
        r"\bliseli(?:yim)?\b|\b(?:lise|ortaokul) (?:\d )?ögrencisi(?:yim)?\b|"
        r"\b(?:[5-9]|1[0-2])\. ?sinif(?: ögrencisi(?:yim)?|tayim)?(?!\w)"
    ),
    # "I go to school", in languages that say where
    (
        r"\b(?:vais au (?:lycee|college)|gehe (?:aufs gymnasium|zur schule|zur realschule)|"
        r"voy al (?:instituto|liceo|cole)|vado (?:al liceo|alle (?:medie|superiori))|"
        r"zit (?:nog )?op (?:de |het )?(?:middelbare|havo|vwo|vmbo|gymnasium)|"
        r"chodze do (?:liceum|technikum|podstawowki|szkoly)|"
        r"chodim (?:na (?:gymnazium|gympl|stredni|zakladku)|do \d\. tridy)|"
        r"käyn (?:lukiota|yläastetta|peruskoulua)|(?:liseye|ortaokula) gidiyorum|"
        r"lise son(?: sinif)?|учусь в школе|хожу в школу)\b|"
        r"(?:高校|中学)に通|[중고]등?학교 ?(?:다녀|다니|재학)|[上读念讀](?:高中|初中|"
        r"小学)(?!的?老师)"
    ),
    # Japanese, Korean, Chinese
    (
        r"(?:小学|中学|高校|女子高|男子高|女子中学)生|"
        r"(?<!最)[中高][1-3一二三](?![0-9年月日位時])|^小[1-6]\b|"
        r"(?:中学|高校)[1-3一二三]年"
    ),
    (
        r"(?:초등|중|고등)학교 [1-6]학년|초등학생|중학생|고등학생|[초중고]딩|[여남][중고]생|"
        r"(?<!\w)[중고][1-3](?![0-9])|"
        r"(?<!\w)초[4-6](?![0-9])"
    ),
    r"(?:初|國|国|高)中生|中学生|中學生|[初高][一二三123](?![0-9早日夜晚])|[七八九]年[级級]|"
    r"(?:初|高)中(?:在读|就读)",
    # Russian
    (
        r"\bшкольни(?:к|ца)\b|\b(?:ученик|ученица|учусь в) ?(?:[5-9]|1[01])|\b(?:ученик|ученица)"
        r" школы\b|"
        r"\b(?:пяти|шести|семи|восьми|девяти|десяти|одиннадцати)классни(?:к|ца)\b|"
        r"\b(?:лицеист|гимназист|старшеклассни)(?:ка|к|ца)?\b|^(?:[5-9]|1[01]) класс\b|"
        r"\bв (?:[5-9]|1[01]) классе\b"
    ),
)
"""Who goes to school. Most people in the last years of it are under 18, so all years count."""

OTHERS: Final = re.compile(
    r"\b(?:meine?[rnms]?|unser\w*|mon|ma|mes|notre|mi|mis|mio|mia|meu|minha|mijn|onze|moj\w*|min|"
    r"mitt|mina|мо[йяиё]\w*)\s+(?=\d)|"
    r"\b(?:mother|father|parent|mum|mom|mommy|dad|daddy|aunt|uncle|grand\w+|guardian|carer|wife|"
    r"husband|brother|sister|nanny) (?:of|to)\b|"
    r"\b(?:my|our|his|her|their|have|has|with|got|raising)(?: an?)? (?:\w+ )?(?=\d|teen|kid|child)|"
    r"\b(?:my|our) (?:dog|cat|horse|car|laptop|computer|server|house|band|company)\b|"
    r"\b(?:(?<!lise )sons?|daughters?|kids|children|mere|pere|maman|papa|parents?|fils|enfants?|"
    r"mes ados|"
    r"mon chat|"
    r"mon chien|mutter|vater|eltern|kindern?|tochter|töchter|sohn|söhne|opa|oma|mama|padre|madre|"
    r"hij[oa]s?|"
    r"mamma|figli[oaie]?|nonn[oa]|genitore|pai|mae|filh[oa]s?|avo|tia|tio|moeder|vader|ouder|zoon|"
    r"dochter|kinderen|"
    r"tata|mamy|ojciec|matka|rodzic|corki|corka|syna?|dzieci|pappa|dotter|barn|förälder|äiti|"
    r"isä|"
    r"f/\d\.\d|lapsen|lasta|lapset|poikani|tyttäreni|vanhempi|otec|dcer[ay]|deti|annesi|babasi|"
    r"oglum|oglan|kizim|"
    r"cocugum|cocuklar\w*|kardesim|мам[аы]|пап[аы]|отец|мать|сын\w*|доч\w*|дет[иейям]+|ребен\w*|"
    r"внук\w*|"
    r"бабушка|дедушка|родител\w*)\b|息子|娘|子供|子ども|の母|の父|ママ|パパ|保護者|孫|엄마|아빠|"
    r"아들|딸|학부모|부모|"
    r"조카|동생|妈|爸|父母|母亲|父亲|孩子|儿子|女儿|家长|兒子|女兒"
)
"""Parents, and others of whom an age or a school in the same sentence may be."""

TEACHING: Final = re.compile(
    r"\b(?:teach\w*|tutor\w*|coach\w*|professor|librarian|counsel\w+|principal|prof\w*|enseign\w*|"
    r"instit\w*|"
    r"cpe|documentaliste|surveillante?|conseillere?|maestr[oa]|docente?|insegn\w+|mentor|leraar|"
    r"lerares|juf|"
    r"nauczyciel\w*|ucze\b|ucitel\w*|ucim|opettaja|opetan|rehtori|rektor|ögretmen\w*|учител\w*|"
    r"препода\w*|"
    r"репетитор\w*|учу)\b|lehrer|lehrkraft|referendar|nachhilfe|lärare|"
    r"\b(?:for|für|pour|para|per|voor|dla|pro|för|для) (?:\w+ )?(?=\d|school|high|student|pupil|"
    r"teen|schül|"
    r"lyc|coll|alum|estud|liceal|schol|ucz|zak|elev|школьн|учен)|"
    r"教師|教員|先生|講師|担任|塾|教える|向け|교사|선생|강사|과외|담임|지도|老师|教师|老師|教師|"
    r"班主任|教(?!育)"
)
"""Who teaches, or writes for those at school, in the same sentence."""

ONCE: Final = re.compile(
    r"\b(?:ex|former\w*|once|was an?|used to|when i|back in|since|started|until|ago|sweethearts?|"
    r"dropout|"
    r"reunion|survivor|graduate\w*|ancien(?:ne)?s?|jadis|depuis|quand|a l'age|ehemalig\w*|früher|"
    r"damals|"
    r"seit|als ich|antigu[oa]|desde|cuando|hace|da quando|faz|quando|oud-|voormalig\w*|sinds|toen|"
    r"byl[ya]?|"
    r"temu|gdy|tidigare|sedan|när jag|entinen|vuodesta|kun olin|byval[yae]\w*|pred|kdyz|eski|beri|"
    r"iken|"
    r"бывш\w*|назад|когда|interdit|verboten|prohibid\w|proibid\w|vietat\w|dni|dnf)\b|"
    r"(?<!が)元|頃|ころ|とき|時代|以来|から|以上|以下|未満|開始|卒|歴|때|부터|이상|이하|미만|"
    r"출신|졸업|시절|开始|開始|时候|"
    r"那年|以上|以下|毕业|曾|禁止|お断り|遠慮|금지|사절|请勿|勿"
)
"""What says, in the same clause, that it was so in the past, or tells readers who they must be."""

THINGS: Final = (
    r"(?!の(?:犬|猫|愛犬|愛猫|車|パソコン|ワイン)|\s?(?:고양이|강아지|차)|的?(?:猫|狗|车|電腦|"
    r"电脑))"
    r"(?!\s+(?:\w+\s+)?(?:dogs?|cats?|pup\w*|kitten|horse|cars?|truck|laptop|thinkpad|macbook|"
    r"computer|"
    r"codebase|project|software|house|whisk\w+|scotch|rum|server|website|blog|company|startup|"
    r"band|bike|"
    r"son|daughter|kids?|child|port|guitar|tree|marriage)s?\b"
    r"(?! (?:lover|enthusiast|person|nerd|fan|mom|dad|owner|guy|girl|boy)))"
)
"""Not followed by something else that has an age."""
