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
        "17": r"\b(?:seventeen|dix[- ]?sept|siebzehn|diecisiete|diciassett(?:e|(?=enne))|dezassete|"
        r"dezessete|zeventien|siedemnascie|siedemnasto|sjutton|seitsemäntoista|sedmnact|on yedi|"
        r"семнадцать)|семнадцати|十七|열일곱",
        "16": r"\b(?:sixteen|seize|sechzehn|dieciseis|sedic(?:i|(?=enne))|dezasseis|dezesseis|"
        r"zestien|szesnascie|szesnasto|sexton|kuusitoista|sestnact|on alti|шестнадцать)|"
        r"шестнадцати|十六|열여섯",
        "15": r"\b(?:fifteen|quinze|fünfzehn|quince|quindic(?:i|(?=enne))|vijftien|pietnascie|"
        r"pietnasto|femton|viisitoista|patnact|on bes|пятнадцать)|пятнадцати|十五|열다섯",
        "14": r"\b(?:fourteen|quatorze|vierzehn|catorce|quattordic(?:i|(?=enne))|catorze|veertien|"
        r"czternascie|czternasto|fjorton|neljätoista|ctrnact|on dört|четырнадцать)|четырнадцати|"
        r"十四|열네",
        "13": r"\b(?:thirteen|treize|dreizehn|trece|tredic(?:i|(?=enne))|treze|dertien|"
        r"trzynascie|trzynasto|tretton|kolmetoista|trinact|on üc|тринадцать)|тринадцати|十三|열세",
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
        " trece dici diec dezas dezes treze tien nascie nasto sjutton sexton femton fjorton"
        " tretton toista nact надцат 十 열 grade school hs gcse freshman sophomore junior sixth"
        " 1re 1ere 2de 2nde faccio frequento collegi lycee college ecolie eleve seconde premiere"
        " terminale sixieme cinquieme quatrieme troisieme classe schüler gymnas gymnaz abitur"
        " klasse studi student alumn eso bach prepa secund instituto liceal liceo superior media"
        " medie estudant alun ensino scholier brugkl havo vwo vmbo ucze uczennica moklas nastolat"
        " klas lycee middelb gymnaz gympl szkol stredni zakladku perusk liseye schule yläas cole"
        " superiori seconda terza quarta quinta 학교 liceum techniku podstaw elev högst går skol"
        " lainen lukiolais yläast yläkoul lukio luok zak trid liseli lise ortaokul sinif jk jc dk"
        " 生 高 中 小 초 중 고 딩 初 年级 年級 школ учени учусь класс лицеи гимназ minor mineur"
        " minder under u18 menor niepeln nielet omynd alaik nezlet neplno resit 未 满 満 미성년"
        " несоверш moins unter"
    ),
)
"""One of these, or a figure, is in every text that states an age under 18."""

ORDINAL: Final = _any(
    r"klasse kl trid sinif luok jan feb mär mar mai maj may apr ju aug sep o[ckt] no[vw] de[czs]"
    r" tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu led uno bre dub kve"
    r" cer srp zar rij lis pro sty lut kwi cze lip sie wrz paz gru oca sub nis haz tem eyl eki kas"
    r" ara uhr stock etage bezirk ssw"
)
"""What a figure with a point stands before: months, classes."""

I_AM: Final = (
    r"(?:\b(?:i\s*['’]?\s*a?m|i(?: just)? turned|j\s*['’]ai|ich bin|bin|tengo|ho|tenho|ik ben|mam|"
    r"jag är|olen|je mi|mi je|мне|ben)|(?<![\w])(?:私は|僕は|俺は|저는|나는|난|我是|我今年|我|今年|"
    r"本人))(?:\s*(?:only|just|still|currently|about to be|juste|erst|gerade|nog maar|bara|vasta|"
    r"dopiero|teraz|teprve|solo|so|сейчас|только|今年))?"
)
"""What a statement about one's own age begins with. `mam` is Polish and Czech."""

MEASURE: Final = (
    r"(?:years?|yrs?|of|th|out|into|in|off|ft|feet|foot|inch|cm|mm|km|m|kg|lb|stone|am|pm|to|min|"
    r"hours?|percent|bit|\w{3,}s)\b"
)
"""What makes a number something else than an age, in English: units, and any plural."""

OLD: Final = (
    r"(?:y\s?[./]?\s?o(?:ld)?\b\.?|(?:yr|year)s?[\s-]*olds?\b|jahre? (?:alt|jung)\b|"
    r"-?jährige?[rsnm]?\b|jaar oud\b|-?jarige?\b|ar gammal\b|år gammal\b|-?åring\b|[- ]?vuotias\b|"
    r"-?let[ya]\b|-?letni[a]?\b|-?lat(?:ek|ka)\b|yas\s?inday\s?im\b|yasinda(?:yim)?\b|yaslarinda\b|"
    r"-?enne\b|[- ]?летн(?:ий|яя|ее)\b|歳|才(?!能)|さい|살|세(?![기대])|周?[岁歲])"
)
"""Units that say that a number is an age."""

YEARS: Final = (
    r"(?:ans|piges|anni|anos|aninhos|anitos|jahre|jahr|j|jaar|jr|lat|lata|år|let|roku|rokov|yrs?|"
    r"лет|года|годиков|vuotta|v|yas|years)(?!\w)\.?"
)
"""Units that may be a span of time as well."""

AGE: Final = _any(
    r"ages? alter edad eta idade leeftijd wiek ålder ikä vek yas yasim 年齢 年龄 年齡 나이 возраст"
)

GENDER: Final = r"(?:m|f|w|h|nb|enby|ftm|mtf|male|female|boy|girl|♀|♂|⚧)"

PRONOUN: Final = _any(
    r"she her hers he him his they them theirs it its any all xe xem ze zir fae elle il iel lui"
    r" sie ihr er ihm ihn dey ella el lei ela ele dela dele delu elu zij haar hij hem die hen hun"
    r" diens ona jej on jego oni ich hon henne han honom hän jeji jeho onun о она ее её он его они"
    r" их 彼女 彼 그녀 그 她 他 pronouns"
)

PERSON: Final = _any(
    r"teen teenager girl boy student guy kid girlie fille garcon gars ado demoiselle lyceen(?:ne)?"
    r" collegien(?:ne)? eleve mädchen junge schülerin schüler chico chica chaval(?:a)? adolescente"
    r" ragazz[oa] garot[oa] menin[oa] rapaz rapariga moc[oa] jongen meisje meid tiener dziewczyna"
    r" chlopak nastolat(?:ek|"
    r"ka) kille tjej tyttö poika holka kluk divka девушка парень девочка мальчик подросток"
    r" leerling scholier jeune giovane joven jovem nino nina"
)
"""Whoever may be said to be of an age: "girl of 16"."""

AND: Final = _any(
    r"and but so from she he they any living btw with who und aus mag et mais y e o vivo yesterday"
    r" today myself too already lol now still rn btw tho though right pero ma mas en uit maar i"
    r" ale z och men från ja mutta a ve и но из"
)
"""What may follow one's age in the same clause."""

ALMOST: Final = _any(
    r"almost nearly turning soon_(?:to_be)? soon bientot presque fast bald casi quasi quase bijna"
    r" prawie snart nästan kohta melkein skoro neredeyse もうすぐ 곧 快 почти скоро"
)

MINOR: Final = _any(
    r"(?:a_)?minor underage(?:d)? under_18 u18 <_?18 -18 mineure? mineur[·.]e moins_de_18_ans"
    r" minderjährig(?:e|er)? unter_18 menor(?:_de_(?:edad|"
    r"idade))? minorenne minderjarig(?:e)? onder_de_18 niepelnoletni[a]? nieletni[a]? minderårig"
    r" omyndig under_18_år alaikäinen alle_18-?v? nezletil[aye] neplnolet[aye] resit_degilim"
    r" 18_yas_alti(?:yim)? 18_yasindan_kücügüm 未成年者? 18歳未満 미성년자? 未滿?十八岁? 未满18岁?"
    r" 未成年人 несовершеннолетн(?:ий|яя) мне_нет_18"
)

IS: Final = (
    r"(?:i\s*['’]?\s*a?m|je suis|ich bin|bin|soy|sono|sou|ik ben|jestem|jag är|olen|jsem|ben|я|"
    r"私は|저는|我是?|also|still|still a|und|noch|et|encore)"
)

BORN: Final = (
    r"(?:\b(?:bday|b-day|dob|birthday|birth ?date|date of birth|geburtstag|date de naissance|"
    r"cumple|compleanno|aniversario|urodziny|födelsedag)\s*:?|(?:生年月日|誕生日|生日|"
    r"생일)\s*[:：]?|\b(?:(?:i was |i am )?born(?: in| on)?|b\.|nee? (?:en|le)|ne[·.]e en|geb\.?|"
    r"(?:ich bin )?geboren(?: in| im| am)?|naci (?:en|el)|nacid[oa] (?:en|el)|"
    r"(?:sono )?nat[oa] (?:nel|il)|nasci (?:em|a)|nascid[oa] (?:em|a)|jahrgang|baujahr|classe|"
    r"rocznik|rocnik|rok urodzenia|urodzon[ya] (?:w|dnia)?|ur\.|född(?: den)?|f\.|syntynyt|synt\.|"
    r"narozen[ay]?(?: v roce| v)?|nar\.|годa? рождения|родил(?:ся|ась) в|рожден(?:а)? в)|[*])"
)
"""What a year of birth follows."""

BORN_AFTER: Final = (
    r"(?:\s*(?:年生まれ|年の?生まれ|生まれ|년생|년\s?출생|年出生|年生(?!まれ)|年生人|г\.?\s?р\b\.?|"
    r"года рождения|dogumlu(?:yum)?|born|baby|babies|liner|line|er jahrgang|-?er\b|kid|"
    r"'?li(?:yim)?\b))"
)
"""What follows a year of birth."""

SCHOOL: Final = (
    r"\b(?:[6-9]|1[0-2])th[ -]grader?\b",
    r"\b(?:sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[ -]grade(?:r|\b)",
    (
        r"\b(?:hs|high[ -]?school|middle[ -]?school|junior[ -]high|"
        r"secondary[ -]school)\s+(?:student|freshman|sophomore|junior|senior|kid|girl|boy|pupil)\b"
    ),
    (
        r"\b(?:freshman|sophomore|junior|senior|student) (?:in|at) (?:\w+ ){0,3}(?:hs|(?:high|"
        r"middle|secondary) school)\b"
    ),
    r"\b(?:high|middle|grade|home)[ -]?schooler\b|\bschool(?:girl|boy)\b|\bsixth[ -]former\b",
    (
        r"^(?:i\s*['’]?a?m )?(?:currently |still )?(?:in|i go to) (?:high|middle|"
        r"secondary) school\b|\b(?:doing|taking|studying for) (?:my )?(?:gcse|a[ -]level)s?\b"
    ),
    r"^year (?:[7-9]|1[0-3])(?: student| pupil|$)|^(?:in )?grade (?:[6-9]|1[0-2])\b",
    r"\b(?:gcse|a[ -]level)s? student\b",
    # French
    r"^(?:je suis |encore )+(?:au|en) (?:lycee|college)\b|^(?:au|en) (?:lycee|college)$",
    r"\b(?:collegien|lyceen)(?:ne|[·.]ne)?\b|\becolie[r]e?\b|^eleve$",
    r"\beleve (?:de|en) (?:[3-6]e|[3-6]eme|seconde|2nde|premiere|1e?re|terminale|lycee|college)\b",
    (
        r"\ben (?:(?:[3-6]e(?:me)?|cinquieme|sixieme|quatrieme|troisieme|seconde|2n?de|premiere|"
        r"1e?re|terminale|tle)(?=$| (?:au|generale|s\b|es\b|l\b|stmg))|classe de )"
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
        r"bach\w*|instituto)\b"
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
        r"\d+\.?[ºo°]? ano|secundario)\b|^(?:no )?(?:[5-9]|1[0-2])[ºo°] ano$|"
        r"^(?:no )?ensino medio$|\b(?:estou no|to no|fazendo o|cursando o|faco o) ensino medio\b"
    ),
    # Dutch, Polish
    (
        r"\bscholiere?\b|\bbrugklasser\b|^(?:zit in |in )?(?:(?:havo|vwo|vmbo|gymnasium) ?[1-6]|"
        r"[1-6] ?(?:havo|vwo|vmbo))\b|\bmiddelbare scholier\b"
    ),
    r"\b(?:uczen|uczennica) (?:liceum|technikum|podstawowki|szkoly|[1-8]\b|klasy)|^uczen(?:nica)?$",
    r"\b(?:licealist(?:k?a)|ósmoklasist(?:k?a)|osmoklasist(?:k?a)|nastolat(?:ek|ka))\b",
    r"^(?:[1-8]|i|ii|iii|iv) klasa\b|\bw (?:[1-8] klasie|liceum|technikum|podstawowce)\b",
    r"\b(?:sjunde|åttonde|nionde)klassare\b|^lise [1-4]$",
    # Swedish, Finnish
    r"\bgår i (?:sexan|sjuan|åttan|nian|ettan|tvåan|trean|\d:?an|högstadiet|gymnasiet|[6-9]an)\b",
    (
        r"\b(?:gymnasie|högstadie|mellanstadie)(?:elev|student)\b|\bgymnasist\b|"
        r"\bgår på (?:gymnasiet|högstadiet)\b|\bskol(?:elev|tjej|kille)\b"
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
        r"\bliseli(?:yim)?\b|\b(?:lise|ortaokul) (?:\d )?ögrencisi(?:yim)?\b|\b(?:[5-9]|"
        r"1[0-2])\. ?sinif(?: ögrencisi(?:yim)?|tayim)?(?!\w)"
    ),
    # "I go to school", in languages that say where
    (
        r"\b(?:vais au (?:lycee|college)|gehe (?:aufs gymnasium|zur schule|zur realschule)|"
        r"voy al (?:instituto|liceo|cole)|vado (?:al liceo|alle (?:medie|superiori))|"
        r"zit (?:nog )?op (?:de |het )?(?:middelbare|havo|vwo|vmbo|gymnasium)|chodze do (?:liceum|"
        r"technikum|podstawowki|szkoly)|chodim (?:na (?:gymnazium|gympl|stredni|zakladku)|"
        r"do \d\. tridy)|käyn (?:lukiota|yläastetta|peruskoulua)|(?:liseye|ortaokula) gidiyorum|"
        r"lise son(?: sinif)?|учусь в школе|хожу в школу)\b|(?:高校|中学)に通|"
        r"[중고]등?학교 ?(?:다녀|다니|재학)|[上读念讀](?:高中|初中|小学)(?!的?老师)"
    ),
    # Japanese, Korean, Chinese
    (
        r"(?:小学|中学|高校|女子高|男子高|女子中学)生|(?<!最)[中高][1-3一二三](?![0-9年月日位時])|"
        r"^小[1-6]\b|(?:中学|高校)[1-3一二三]年"
    ),
    (
        r"(?:초등|중|고등)학교 [1-6]학년|초등학생|중학생|고등학생|[초중고]딩|[여남][중고]생|"
        r"(?<!\w)[중고][1-3](?![0-9])|(?<!\w)초[4-6](?![0-9])"
    ),
    (
        r"(?:初|國|国|高)中生|中学生|中學生|[初高][一二三123](?![0-9早日夜晚])|[七八九]年[级級]|"
        r"(?:初|高)中(?:在读|就读)"
    ),
    # Russian
    (
        r"\bшкольни(?:к|ца)\b|\b(?:ученик|ученица|учусь в) ?(?:[5-9]|1[01])|\b(?:ученик|"
        r"ученица) школы\b|\b(?:пяти|шести|семи|восьми|девяти|десяти|одиннадцати)классни(?:к|ца)\b|"
        r"\b(?:лицеист|гимназист|старшеклассни)(?:ка|к|ца)?\b|^(?:[5-9]|1[01]) класс\b|"
        r"\bв (?:[5-9]|1[01]) классе\b"
    ),
)
"""Who goes to school. Most people in the last years of it are under 18, so all years count."""

OTHERS: Final = re.compile(
    r"\b(?:meine?[rnms]?|unser\w*|mon|ma|mes|notre|mi|mis|mio|mia|meu|minha|mijn|onze|moj\w*|min|"
    r"mitt|mina|мо[йяиё]\w*)\s+(?=\d)|\b(?:mother|father|parent|mum|mom|mommy|dad|daddy|aunt|uncle|"
    r"grand\w+|guardian|carer|wife|husband|brother|sister|nanny) (?:of|to)\b|\b(?:my|our|his|her|"
    r"their|have|has|with|got|raising)(?: an?)? (?:\w+ )?(?=\d|teen|kid|child)|\b(?:my|our) (?:dog|"
    r"cat|horse|car|laptop|computer|server|house|band|company)\b|\b(?:(?<!lise )sons?|daughters?|"
    r"kids|children|mere|pere|maman|papa|parents?|fils|enfants?|mes ados|mon chat|mon chien|mutter|"
    r"vater|eltern|kindern?|tochter|töchter|sohn|söhne|opa|oma|mama|padre|madre|hij[oa]s?|mamma|"
    r"figli[oaie]?|nonn[oa]|genitore|pai|mae|filh[oa]s?|avo|tia|tio|moeder|vader|ouder|zoon|"
    r"dochter|kinderen|tata|mamy|ojciec|matka|rodzic|corki|corka|syna?|dzieci|pappa|dotter|barn|"
    r"förälder|äiti|isä|f/\d\.\d|lapsen|lasta|lapset|poikani|tyttäreni|vanhempi|otec|dcer[ay]|deti|"
    r"annesi|babasi|oglum|oglan|kizim|cocugum|cocuklar\w*|kardesim|мам[аы]|пап[аы]|отец|мать|"
    r"сын\w*|доч\w*|дет[иейям]+|ребен\w*|внук\w*|бабушка|дедушка|родител\w*)\b|息子|娘|子供|子ども|"
    r"の母|の父|ママ|パパ|保護者|孫|엄마|아빠|아들|딸|학부모|부모|조카|동생|妈|爸|父母|母亲|父亲|"
    r"孩子|儿子|女儿|家长|兒子|女兒"
)
"""Parents, and others of whom an age or a school in the same sentence may be."""

TEACHING: Final = re.compile(
    r"\b(?:teach\w*|tutor\w*|coach\w*|professor|librarian|counsel\w+|principal|prof\w*|enseign\w*|"
    r"instit\w*|cpe|documentaliste|surveillante?|conseillere?|maestr[oa]|docente?|insegn\w+|mentor|"
    r"leraar|lerares|juf|nauczyciel\w*|ucze\b|ucitel\w*|ucim|opettaja|opetan|rehtori|rektor|"
    r"ögretmen\w*|учител\w*|препода\w*|репетитор\w*|учу)\b|lehrer|lehrkraft|referendar|nachhilfe|"
    r"lärare|\b(?:for|für|pour|para|per|voor|dla|pro|för|для) (?:\w+ )?(?=\d|school|high|student|"
    r"pupil|teen|schül|lyc|coll|alum|estud|liceal|schol|ucz|zak|elev|школьн|учен)|教師|教員|先生|"
    r"講師|担任|塾|教える|向け|교사|선생|강사|과외|담임|지도|老师|教师|老師|教師|班主任|教(?!育)"
)
"""Who teaches, or writes for those at school, in the same sentence."""

ONCE: Final = re.compile(
    r"\b(?:ex|former\w*|once|was an?|used to|when i|back in|since|started|until|ago|sweethearts?|"
    r"dropout|reunion|survivor|graduate\w*|ancien(?:ne)?s?|jadis|depuis|quand|a l'age|ehemalig\w*|"
    r"früher|damals|seit|als ich|antigu[oa]|desde|cuando|hace|da quando|faz|quando|oud-|"
    r"voormalig\w*|sinds|toen|byl[ya]?|temu|gdy|tidigare|sedan|när jag|entinen|vuodesta|kun olin|"
    r"byval[yae]\w*|pred|kdyz|eski|beri|iken|бывш\w*|назад|когда|interdit|verboten|prohibid\w|"
    r"proibid\w|vietat\w|dni|dnf)\b|(?<!が)元|頃|ころ|とき|時代|以来|から|以上|以下|未満|開始|卒|"
    r"歴|때|부터|이상|이하|미만|출신|졸업|시절|开始|開始|时候|那年|以上|以下|毕业|曾|禁止|お断り|"
    r"遠慮|금지|사절|请勿|勿"
)
"""What says, in the same clause, that it was so in the past, or tells readers who they must be."""

THINGS: Final = (
    r"(?!の(?:犬|猫|愛犬|愛猫|車|パソコン|ワイン)|\s?(?:고양이|강아지|차)|的?(?:猫|狗|车|電腦|"
    r"电脑))(?!\s+(?:\w+\s+)?(?:dogs?|cats?|pup\w*|kitten|horse|cars?|truck|laptop|thinkpad|"
    r"macbook|computer|codebase|project|software|house|whisk\w+|scotch|rum|server|website|blog|"
    r"company|startup|band|bike|son|daughter|kids?|child|port|guitar|tree|"
    r"marriage)s?\b(?! (?:lover|enthusiast|person|nerd|fan|mom|dad|owner|guy|girl|boy)))"
)
"""Not followed by something else that has an age."""
