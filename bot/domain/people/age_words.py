"""Words about age in sixteen languages, as regular expressions over the folded form of `age`."""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> str:
    """Any of these expressions, which blanks separate; `_` stands for a blank inside one."""
    return "(?:" + "|".join(word.replace("_", r"\s+") for word in words.split()) + ")"


NUMBERS: Final = {
    number: re.compile(expression)
    for number, expression in {
        "17": r"\b(?:seventeen|dix[- ]?sept|siebzehn|diecisiete|diciassett(?:e|(?=enne))|"
        "dezassete|"
        r"dezessete|zeventien|siedemnascie|siedemnasto|sjutton|seitsemäntoista|sedmnact|on yedi|"
        r"семнадцать)|семнадцати|十七|열일곱",
        "16": r"\b(?:sixteen|seize|sechzehn|dieciseis|sedic(?:i|(?=enne))|dezasseis|dezesseis|"
        r"zestien|szesnascie|szesnasto|sexton|kuusitoista|sestnact|on alti|шестнадцать)|"
        r"шестнадцати|十六|열여섯",
        "15": r"\b(?:fifteen|quinze|fünfzehn|quince|quindic(?:i|(?=enne))|vijftien|pietnascie|"
        r"pietnasto|femton|viisitoista|patnact|on bes|пятнадцать)|пятнадцати|十五|열다섯",
        "14": r"\b(?:fourteen|quatorze|vierzehn|catorce|quattordic(?:i|(?=enne))|catorze|"
        "veertien|"
        r"czternascie|czternasto|fjorton|neljätoista|ctrnact|on dört|четырнадцать)|четырнадцати|"
        r"十四|열네",
        "13": r"\b(?:thirteen|treize|dreizehn|trece|tredic(?:i|(?=enne))|treze|dertien|"
        r"trzynascie|trzynasto|tretton|kolmetoista|trinact|on üc|тринадцать)|тринадцати|十三|"
        r"열세",
    }.items()
}
"""The ages from 13 to 17 in words; those below are too often something else (`elf`, `once`)."""

ORDINAL: Final = _any(
    r"klasse kl trid sinif luok jan feb mär mar mai maj may apr ju aug sep o[ckt] no[vw] de[czs]"
    r" tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu led uno bre dub kve"
    r" cer srp zar rij lis pro sty lut kwi cze lip sie wrz paz gru oca sub nis haz tem eyl eki kas"
    r" ara uhr stock etage bezirk ssw"
)
"""What a figure with a point stands before: months, classes."""

I_AM: Final = (
    r"(?:\b(?:i\s*['’]?\s*a?m|i(?: just)? turned|j\s*['’]ai|ich bin|bin|tengo|ho|tenho|ik ben|"
    r"mam|"
    r"jag är|(?<!\w )är|olen|oon|je mi|mi je|мне|ben|"
    r"viens d['’]avoir|acabo de cumplir|cumpli|ho (?:appena )?compiuto|acabei de fazer|fiz|"
    r"skonczyl[ae]m)(?![^\W\d])|(?<![\w])(?:私は|僕は|俺は|저는|나는|난|我是|我今年|我|今年|"
    r"本人))(?:\s*(?:only|just|still|currently|about to be|juste|erst|gerade|nog maar|bara|vasta|"
    r"dopiero|teraz|teprve|solo|so|сейчас|already|deja|ya|gia|ja|al|juz|redan|jo|uz|всего|уже|"
    r"пока|только|今年))?"
)
"""What a statement about one's own age begins with. `mam` is Polish and Czech."""

MEASURE: Final = (
    r"(?:years?|yrs?|of|th|out|into|in|off|ft|feet|foot|inch|cm|mm|km|m|kg|lb|stone|am|pm|to|min|"
    r"hours?|percent|bit|(?:at|in) heart|inside|\w{3,}s)\b"
)
"""What makes a number something else than an age, in English: units, and any plural."""

OLD: Final = (
    r"(?:y\s?[./]?\s?o(?:ld)?\b\.?|(?:yr|year)s?[\s-]*olds?\b|jahre? (?:alt|jung)\b|"
    r"-?jährige?[rsnm]?\b|jaar oud\b|-?jarige?\b|ar gammal\b|år gammal\b|-?åring\b|"
    r"[- ]?vuotias\b|"
    r"-?let[ya]\b|-?letni[a]?\b|-?lat(?:ek|ka)\b|yas\s?inday\s?im\b|yasinda(?:yim|ki)?\b|"
    r"yaslarinda\b|"
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
    r" leerling scholier jeune jeune_\w+ giovane joven jovem nino nina"
)
"""Whoever may be said to be of an age: "girl of 16"."""

WHO: Final = _any(
    "who qui que die das der che som joka ktory ktora ktery ktera который которая with"
)

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

TURNS: Final = (
    r"(?:\b(?:i(?: will|'ll)(?: be)?|i turn|(?:gonna|going to) (?:be|turn)|je vais avoir|"
    r"je fais|j'aurai|werde|cumplo|cumplire|"
    r"voy a cumplir|compio|compiro|faccio|faco|completo|farei|vou fazer|word|koncze|skoncze|"
    r"fyller|"
    r"täytän|bude mi|mi bude|исполнится|исполнилось|будет)|(?:快|马上|馬上|即将|即將)(?:要|"
    r"就)?[满滿到]?)"
)
"""What says, of the author or of who is named before, that a birthday is near."""

TURNS_AFTER: Final = (
    r"(?:'?(?:y?[ae])?\s*(?:yas\s?ina )?(?:olacagim|oluyorum|giriyorum|girecegim|basacagim)|"
    r"(?:歳|才)?に(?:なります|なる)|살? ?(?:이 ?)?(?:됩니다|돼요|되는))"
)

TURNED: Final = (
    r"(?:\b(?:(?:just )?turned|gerade|appena compiut[io]|(?:recien|acabo de) cumpli(?:r|dos)?|"
    r"(?:bin|ben) (?:gerade|net)|net|nyss fyllt|fyllde|täytin(?: juuri)?|(?:prave )?mi bylo|yeni|"
    r"acabei de fazer|wlasnie skonczyl[ae]m)|[刚剛][满滿])"
)

TURNED_AFTER: Final = r"(?:geworden\b|oldum\b|になったばかり|이? ?되었)"
"""What says that a birthday was lately, as `TURNED`."""

WHEN: Final = (
    r"(?:(?:in|on|el|en|a(?= \w{4,9}$)|next|this|soon|tomorrow|today|le|cette|im|am|nächst\w*|"
    r"bald|dieses|morgen|este|"
    r"proxim\w+|nel|quest\w+|em|no|na|w|za|mes|przy\w+|i|nästa|om|på|snart|volgende?|dit|ens\w+|"
    r"pian|\w+kuussa|v|bientot|za|в|через|на|летом|зимой|осенью|весной)\b)"
)
"""What the day of a birthday begins with."""

SPAN: Final = _any(
    r"days? weeks? months? maand(?:en)? we(?:ek|ken) dag(?:en|"
    r"ar)? miesiac\w* tydzien tygodnie dni"
    r" manad(?:er)? månad(?:er)? veck(?:a|"
    r"or) mes[ei] settiman[ae] mois semaines? jours monat(?:en)?"
    r" wochen? tagen mesic(?:e|u)? tyden месяц\w* недел\w*"
)

MONTH: Final = (
    r"(?:january|february|march|april|may|june?|july?|august|september|october|november|december|"
    r"jan|feb|mar|apr|aug|sept?|oct|nov|dec)\b"
)

NOT_YET: Final = (
    (
        r"(?:i\s*'?\s*a?m )?(?:still )?not (?:(?:yet|even) (?:18|an adult|of age)|"
        r"(?:18|an adult|of age) yet)\b|i\s*'?\s*a?m (?:still )?not (?:18|an adult)\b"
    ),
    (
        r"(?:je (?:ne )?suis )?pas encore (?:majeure?|adulte|18(?: ans)?)\b|"
        r"(?:je (?:ne |n')|j')?(?:suis|ai) pas (?:majeure?|18 ans)\b"
    ),
    r"(?:ich )?(?:bin )?noch (?:nicht (?:volljährig|18|erwachsen)|keine 18)\b",
    (
        r"(?:aun|todavia) no (?:soy mayor(?: de edad)?|(?:tengo|cumplo) 18(?: anos)?)\b|"
        r"no soy mayor de edad\b"
    ),
    r"(?:non|ancora non) (?:(?:sono|ho) )?(?:ancora )?(?:maggiorenne|18(?: anni)?)\b",
    (
        r"ainda nao (?:sou maior(?: de idade)?|(?:tenho|fiz) 18(?: anos)?)\b|"
        r"nao sou maior de idade\b"
    ),
    r"(?:ik ben )?nog (?:geen 18|niet (?:18|meerderjarig))\b",
    (
        r"(?:jeszcze )?nie (?:mam|jestem|skonczyl[ae]m) (?:jeszcze )?(?:18(?: lat)?|"
        r"pelnoletni[a]?)\b"
    ),
    r"(?:jag är |är |har )?(?:inte|ej) (?:18 än|myndig|fyllt 18)\b",
    r"(?:en ole|ei) (?:vielä )?(?:18|täysi-?ikäinen)\b",
    (
        r"(?:jeste )?(?:mi (?:jeste )?neni|neni mi) (?:jeste )?18\b|"
        r"(?:jeste )?nejsem (?:plnolet[ay]|"
        r"dospel[ay])\b"
    ),
    r"(?:daha |henüz )(?:18 (?:olmadim|degilim|yasinda degilim)|resit degilim)\b|18 olmadim\b",
    (
        r"まだ(?:18歳?に?(?:なって(?:い?ない|い?ません)|じゃない)|成人して(?:い?ない|"
        r"い?ません)|未成年)|"
        r"成人していません"
    ),
    r"아직 ?(?:성인 ?이? ?아[님니]|18살? ?[안아])|성인 ?이? ?아[님니]",
    r"[还還]?[没沒]有?(?:成年|[满滿到]18岁?)|[还還]未(?:成年|[满滿]18岁?)",
    (
        r"мне (?:еще )?(?:нет|не исполнилось) 18\b|(?:мне )?еще (?:нет 18|не исполнилось 18)\b|"
        r"(?:я )?еще не совершеннолетн(?:ий|яя)\b"
    ),
)
"""Who says not to be of age yet."""

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
    r"rocznik|rocnik|rok urodzenia|urodzon[ya] (?:w|dnia)?|ur\.|född(?: den)?|f\.|syntynyt|"
    r"synt\.|"
    r"narozen[ay]?(?: v roce| v)?|nar\.|годa? рождения|родил(?:ся|ась) в|рожден(?:а)? в)|[*])"
)
"""What a year of birth follows."""

BORN_AFTER: Final = (
    r"(?:\s*(?:年生まれ|年の?生まれ|生まれ|년생|년\s?출생|年出生|年生(?!まれ)|年生人|"
    r"г\.?\s?р\b\.?|"
    r"года рождения|dogumlu(?:yum)?|born|baby|babies|liner|line|er jahrgang|-?er\b|kid|"
    r"'?li(?:yim)?\b))"
)
"""What follows a year of birth."""

OTHERS: Final = re.compile(
    r"\b(?:meine?[rnms]?|unser\w*|mon|ma|mes|notre|mi|mis|mio|mia|meu|minha|mijn|onze|moj\w*|min|"
    r"mitt|mina|мо[йяиё]\w*)\s+(?=\d)|\b(?:mother|father|parent|mum|mom|mommy|dad|daddy|aunt|"
    r"uncle|"
    r"grand\w+|guardian|carer|wife|husband|brother|sister|nanny) (?:of|to)\b|\b(?:my|our|his|her|"
    r"their|have|has|with|got|raising)(?: an?)? (?:\w+ )?(?=\d|teen|kid|child)|\b(?:my|"
    r"our) (?:dog|"
    r"cat|horse|car|laptop|computer|server|house|band|company)\b|\b(?:(?<!lise )sons?|daughters?|"
    r"kids|children|mere|pere|maman|papa|parents?|fils|enfants?|mes ados|mon chat|mon chien|"
    r"mutter|"
    r"vater|eltern|kindern?|tochter|töchter|sohn|söhne|opa|oma|mama|padre|madre|hij[oa]s?|mamma|"
    r"figli[oaie]?|nonn[oa]|genitore|pai|mae|filh[oa]s?|avo|tia|tio|moeder|vader|ouder|zoon|"
    r"dochter|kinderen|tata|mamy|ojciec|matka|rodzic|corki|corka|syna?|dzieci|pappa|dotter|barn|"
    r"förälder|äiti|isä|f/\d\.\d|lapsen|lasta|lapset|poikani|tyttäreni|tytär|tyttären|vanhempi|"
    r"otec|dcer[ay]|"
    r"deti|"
    r"annesi|babasi|oglum|oglan|kizim|cocugum|cocuklar\w*|kardesim|babcia|dziadek|mormor|"
    r"morfar|farmor|farfar|mummo|"
    r"vaari|pappa|babicka|dedecek|anneanne|babaanne|dede|(?:ma|notre) (?:grande |petite )?fille|"
    r"work(?:s|ing)? with|arbeite[nt]? mit|travaill\w+ avec|trabaj\w+ con|lavor\w+ con|"
    r"trabalh\w+ com|werkt? met|prac\w+ z|jobbar med|työskentel\w+|pracuj\w+ s|работа\w+ с|"
    r"niece|nephew|neveux?|oncle|tante|abuel[oa]s?|deda|onkel|neffen?|nichten?|enkel\w*|"
    r"sobrin\w+|niet[oa]s?|"
    r"zi[oa]|"
    r"nipot[ei]|net[oa]s?|oom|nicht|neef|ciocia|wuj\w*|siostrze\w+|bratan\w+|moster|morbror|"
    r"faster|"
    r"farbror|täti|setä|eno|tet[ay]|stryc|neter\w*|synov\w*|teyze\w*|amca\w*|dayi\w*|yegen\w*|"
    r"племянни\w+|тет[яи]|дяд[яи]|муж|мужу|жен[аыеу]|мам[аы]|пап[аы]|отец|мать|"
    r"сын\w*|доч\w*|дет[иейям]+|ребен\w*|внук\w*|бабушка|дедушка|родител\w*)\b|息子|娘|子供|"
    r"子ども|"
    r"の母|の父|ママ|パパ|保護者|姪|甥|祖母|祖父|孫|엄마|아빠|아들|딸|이모|삼촌|고모|할머니|"
    r"할아버지|학부모|부모|조카|동생|妈|爸|父母|母亲|父亲|"
    r"孩子|儿子|外甥|侄|舅|阿姨|女儿|家长|兒子|女兒"
)
"""Parents, and others of whom an age or a school in the same sentence may be."""

ONCE: Final = re.compile(
    r"\b(?:ex|former\w*|once|was an?|used to|when i|back in|since|started|until|ago|sweethearts?|"
    r"dropout|reunion|survivor|graduate\w*|ancien(?:ne)?s?|jadis|depuis|quand|a l'age|"
    r"ehemalig\w*|"
    r"früher|damals|seit|als ich|antigu[oa]|desde|cuando|hace|da quando|faz|quando|oud-|"
    r"voormalig\w*|sinds|toen|byl[ya]?|temu|gdy|tidigare|sedan|när jag|entinen|vuodesta|kun olin|"
    r"byval[yae]\w*|pred|kdyz|eski|beri|iken|бывш\w*|назад|когда|interdit|verboten|prohibid\w|"
    r"proibid\w|vietat\w|dni|dnf|forever|eternal\w*|eternellement|mentally|at heart|ewig|"
    r"innerlich|"
    r"gefühlt|dans ma tete|eternamente|nel cuore|voor altijd|w duszy|i själen|ikuisesti|v dusi|"
    r"в душе|вечно)\b|永遠の|心は|気持ちは|精神年齢|마음은|心理年龄|永远|(?<!が)元|頃|ころ|"
    r"とき|時代|以来|から|以上|以下|未満|開始|卒|"
    r"歴|때|부터|이상|이하|미만|출신|졸업|시절|开始|開始|时候|那年|以上|以下|毕业|曾|禁止|お断り|"
    r"遠慮|금지|사절|请勿|勿"
)
"""What says, in the same clause, that it was so in the past, or tells readers who they must"
" be."""

THINGS: Final = (
    r"(?!と\d{2,}|の(?:犬|猫|愛犬|愛猫|車|パソコン|ワイン)|\s?(?:고양이|강아지|"
    r"차)(?!를? ?(?:좋|사랑))|的?(?:猫|狗|"
    r"车|電腦|"
    r"电脑))(?!\s+(?:\w+\s+)?(?:dogs?|cats?|pup\w*|kitten|horse|cars?|truck|laptop|thinkpad|"
    r"macbook|computer|codebase|project|software|house|whisk\w+|scotch|rum|server|website|blog|"
    r"company|startup|band|bike|son|daughter|kids?|child|port|guitar|tree|"
    r"marriage)s?\b(?! (?:lover|enthusiast|person|nerd|fan|mom|dad|owner|guy|girl|boy)))"
)
"""Not followed by something else that has an age."""
