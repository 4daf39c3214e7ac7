"""Words about school in sixteen languages, as regular expressions over `age`'s folded form."""

from __future__ import annotations

import re
from typing import Final

SCHOOL: Final = (
    r"\b(?:[6-9]|1[0-2])th[ -]grader?\b",
    r"\b(?:sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[ -]grade(?:r|\b)",
    (
        r"\b(?:hs|high[ -]?school|middle[ -]?school|junior[ -]high|"
        r"secondary[ -]school)\s+(?:student|freshman|sophomore|junior|senior|kid|girl|boy|"
        r"pupil)\b"
    ),
    (
        r"\b(?:freshman|sophomore|junior|senior|student) (?:in|at) (?:\w+ ){0,3}(?:hs|(?:high|"
        r"middle|secondary) school)\b|\b(?:freshman|sophomore|junior|senior) (?:at |in |@ ?)"
        r"(?:\w+ ){1,3}(?:hs|high)(?=$|\W*$)"
    ),
    (
        r"\b(?:high|middle|grade|home)[ -]?schooler\b|\bschool(?:girl|boy)\b|\bsixth[ -]former\b|"
        r"^(?:rising|incoming) (?:freshman|sophomore|junior|senior)$"
    ),
    (
        r"^(?:i\s*['’]?a?m )?(?:currently |still )?(?:in|i go to) (?:high|middle|"
        r"secondary) school\b|\b(?:doing|taking|studying for) (?:my )?(?:gcse|a[ -]level)s?\b"
    ),
    (
        r"\byear (?:[7-9]|1[0-3]) (?:student|pupil|girl|boy|kid)\b|^year (?:[7-9]|1[0-3])$|"
        r"^(?:in )?grade (?:[6-9]|1[0-2])\b"
    ),
    r"\b(?:gcse|a[ -]level)s? student\b",
    # The word itself
    (
        r"^(?:i'?m |je suis |ich bin |soy |sono |sou |ik ben |jag är |olen |jsem |я )?(?:just )?"
        r"(?:an? |une? |een |en |eine? )?(?:teenage (?:girl|boy|coder|dev\w*|artist)|"
        r"teen (?:who|from|"
        r"girl|boy)|(?:teenager|ado(?:lescente?)?|tiener|tonåring|teini|jugendlicher?|ergenim|"
        r"подросток)(?=$| (?:who|making|from|living|with|and|et|und|och|ja|y|e|qui|que|che|die|"
        r"som|"
        r"joka|aus|uit|из|из-под)\b))"
    ),
    r"(?<!\d)10[代대](?!\w{0,6}(?:向け|ころ|頃|から))|^青少年$",
    # French
    r"^(?:je suis |encore )+(?:au|en) (?:lycee|college)\b|^(?:au|en) (?:lycee|college)$",
    r"\b(?:collegien|lyceen)(?:ne|[·.]ne)?\b|\becolie[r]e?\b|^eleve$",
    (
        r"\beleve (?:de|en) (?:[3-6]e|[3-6]eme|seconde|2nde|premiere|1e?re|terminale|lycee|"
        r"college)\b"
    ),
    (
        r"\ben (?:(?:[3-6]e(?:me)?|cinquieme|sixieme|quatrieme|troisieme|seconde|2n?de|premiere|"
        r"1e?re|terminale|tle)(?=$| (?:au|generale|s\b|es\b|l\b|stmg))|classe de )"
    ),
    (
        r"^(?:terminale|seconde|premiere|1e?re|2n?de|tle) (?:au lycee|generale|techno\w*|pro$|s|"
        r"es|"
        r"l|stmg|sti2d)\b"
    ),
    # German
    r"\b(?:real|haupt|gesamt|mittel|ober|berufs)?schüler(?:in)?\b(?! (?:von|des|der (?!\d))\b)",
    (
        r"\b(?:gymnasiast|abiturient|(?:fünft|sechst|siebt|acht|neunt|zehnt|elft|"
        r"zwölft)klässler)(?:in)?\b"
    ),
    r"(?:^|\bin (?:die|der) |\bgehe? in |besuche die )(?:[5-9]|1[0-3])\.? ?klasse\b",
    (
        r"\b(?:bin|gehe|gehe? jetzt) in (?:der|die) (?:[5-9]|1[0-3])[a-f]$|"
        r"\bin der (?:[5-9]|1[0-3])"
        r"[a-f]\b|\b(?:bin|gehe) in (?:der|die) (?:[5-9]|1[0-3])[.a-f]?\.? (?:und|auf|am|an)\b"
    ),
    # Spanish, Italian, Portuguese
    r"\b(?:estudiante|alumn[oa]) de (?:la )?(?:eso|secundaria|prepa\w*|bach\w*|instituto)\b",
    r"\b[1-4][ºo°]? (?:de )?(?:la )?(?:eso|bach(?:illerato)?)\b",
    (
        r"\b(?:estoy (?:en|a)|voy (?:en|a)|curso) (?:la |el )?(?:[1-6](?:[ºo°]|[rmd][oa]|er|"
        r"to)? )?(?:de )?(?:la )?(?:eso|secundaria|prepa|"
        r"bach\w*|instituto)\b|^prepa [1-9]$|^(?:primero|segundo|tercero|"
        r"cuarto) de (?:la )?(?:eso|bach\w*|secundaria|prepa)\b"
    ),
    r"\bliceale\b|\bstudente(?:ssa)? (?:del|delle|di|al|alle) (?:liceo|superiori|medie)\b",
    (
        r"\b(?:prima|seconda|terza) media\b|\b(?:faccio|frequento) (?:il|la|le) (?:liceo|"
        r"superiori|"
        r"medie|terza media|[1-5])\b"
    ),
    r"\b(?:primo|secondo|terzo|quarto|quinto) anno (?:di|del|delle) (?:liceo|superiori)\b",
    r"\b(?:prima|seconda|terza|quarta|quinta) (?:liceo|superiore)\b",
    (
        r"\b(?:estudante|alun[oa]|secundarista) d[oe] (?:ensino (?:medio|fundamental)|"
        r"\d+\.?[ºo°]? ano|secundario)\b|^(?:no )?(?:[5-9]|1[0-2])[ºo°] ano$|"
        r"\b[1-3][ºo°] ano do (?:ensino )?medio\b|^(?:no )?(?:ensino medio|terceirao)$|"
        r"\b(?:estou no|to no|"
        r"fazendo o|cursando o|faco o) ensino medio\b"
    ),
    # Dutch, Polish
    (
        r"\bscholiere?\b|\bbrugklas(?:ser)?\b|\b(?:tweede|derde|vierde|vijfde|zesde)klasser\b|"
        r"^(?:zit in |in )?(?:(?:havo|vwo|vmbo|"
        r"gymnasium) ?[1-6]|"
        r"[1-6] ?(?:havo|vwo|vmbo))\b|\bmiddelbare scholier\b|\bleerling (?:(?:van|in|"
        r"uit) )?(?:[1-6] ?)?(?:havo|vwo|vmbo)\b|"
        r"\bzit in de (?:eerste|tweede|derde|vierde|vijfde|zesde)(?: klas)?(?: van)?(?: (?:het|"
        r"de))? "
        r"(?:vwo|havo|vmbo|gymnasium|middelbare)\b"
    ),
    (
        r"\b(?:uczen|uczennica) (?:liceum|technikum|podstawowki|szkoly|[1-8]\b|klasy)|"
        r"^uczen(?:nica)?$"
    ),
    r"\b(?:licealist(?:k?a)|ósmoklasist(?:k?a)|osmoklasist(?:k?a)|nastolat(?:ek|ka))\b",
    (
        r"^(?:[1-8]|i|ii|iii|iv|pierwsza|druga|trzecia|czwarta|siodma|osma) klasa\b|"
        r"\bchodze do (?:[1-8]|\w+ej) klasy\b|\bw (?:[1-8] klasie|"
        r"liceum|technikum|podstawowce)\b"
    ),
    r"\b(?:sjunde|åttonde|nionde)klassare\b|^lise [1-4]$",
    # Swedish, Finnish
    (
        r"\bgår (?:i )?(?:sexan|sjuan|åttan|nian|ettan|tvåan|trean|\d:?an|högstadiet|gymnasiet|"
        r"[6-9]an)\b"
    ),
    (
        r"\b(?:gymnasie|högstadie|mellanstadie)(?:elev|student)\b|\bgymnasist\b|"
        r"^(?:går i )?årskurs [4-9]\b|"
        r"\bgår på (?:gymnasiet|högstadiet)\b|\bskol(?:elev|tjej|kille)\b"
    ),
    r"\b(?:lukio|yläkoulu|koulu|peruskoulu|yläaste)lainen\b|\blukiolais(?:tyttö|poika)\b",
    r"\b(?:yläasteella|yläkoulussa|lukiossa)$|^(?:yläasteella|yläkoulussa|lukiossa)\b",
    r"\b(?:[5-9]|seiska|kasi|ysi)[-.]? ?luok(?:ka|alla|kalainen)\b",
    (
        r"\bkäyn (?:[5-9]\.?|seiska|kasi|ysi)[- ]?luokkaa\b|\blukion (?:ykkösellä|kakkosella|"
        r"kolmosella)\b"
    ),
    # Czech, Turkish
    (
        r"\bgymnazist(?:k?a)\b|\b(?:sedm|osm|devat)a(?:k|cka)\b|\b(?:prvak|druhak|tretak|"
        r"ctvrtak) na (?:gymplu|gymnaziu|stredni)\b|\bzak(?:yne)?\b|"
        r"\bstudent(?:ka)? (?:gymnazia|stredni skoly)|"
        r"\b(?:stredo)?skola(?:k|cka)\b|^(?:[5-9])\. trid[ay]\b|"
        r"\bstud(?:uj[iu]|ent(?:ka)?) (?:na )?(?:gympl\w*|gymna\w+|stredni)\b|"
        r"\bchodim do (?:pate|seste|sedme|osme|devate|primy|sekundy|tercie|kvarty|kvinty|sexty)\b"
    ),
    (
        r"\bliseli(?:yim)?\b|\b(?:lise|ortaokul) (?:\d )?ögrencisi(?:yim)?\b|\b(?:[5-9]|"
        r"1[0-2])\. ?sinif(?: ögrencisi(?:yim)?|tayim|im|a gidiyorum)?(?!\w)"
    ),
    # "I go to school", in languages that say where
    (
        r"\b(?:vais au (?:lycee|college)|gehe (?:aufs gymnasium|zur schule|zur realschule)|"
        r"voy al (?:instituto|liceo|cole)|vado (?:al liceo|alle (?:medie|superiori))|"
        r"zit (?:nog )?op (?:de |het )?(?:middelbare|havo|vwo|vmbo|gymnasium)|"
        r"chodze do (?:liceum|"
        r"technikum|podstawowki|szkoly)|chodim (?:na (?:gymnazium|gympl|stredni|zakladku)|"
        r"do \d\. tridy)|käyn (?:lukiota|yläastetta|peruskoulua)|(?:liseye|ortaokula) gidiyorum|"
        r"lise son(?: sinif)?|учусь в школе|хожу в школу)\b|(?:高校|中学)に通|"
        r"[중고]등?학교 ?(?:다녀|다니|재학)|[上读念讀](?:高中|初中|小学)(?!的?老师)"
    ),
    # An exam at the end of school, of which one says to be before it
    (
        r"\bje (?:passe|prepare) (?:le|mon) (?:brevet|bac)\b|\b(?:mache|schreibe) (?:gerade |"
        r"bald |"
        r"dieses jahr |nächstes jahr )?(?:mein )?abi(?:tur)?\b|\bdoe (?:dit jaar |"
        r"nu )?(?:mijn )?(?:eind)?"
        r"examen (?:havo|vwo|vmbo)\b|\bучусь в \w+[ео]м классе\b|\bготовлюсь к (?:огэ|егэ)\b|"
        r"\bprzygotowuje sie do matury\b|\b(?:lgs|yks)'?(?:ye|ya) (?:calisiyorum|"
        r"hazirlaniyorum)\b|"
        r"备[战戰]?(?:高考|中考)|수능 ?(?:준비|공부)"
    ),
    # Japanese, Korean, Chinese
    (
        r"(?:小学|中学|高校|女子高|男子高|女子中学)生|"
        r"(?<!最)[中高][1-3一二三](?![0-9年月日位時])|"
        r"^小[1-6]\b|高専[1-3一二三]年|(?:中学|高校)[1-3一二三]年"
    ),
    (
        r"(?:초등|중|고등)학교 [1-6]학년|초등학생|중학생|고등학생|[초중고]딩|[여남][중고]생|"
        r"(?<!\w)(?:예비 ?)?[중고][1-3](?![0-9])|(?<!\w)초[4-6](?![0-9])"
    ),
    (
        r"(?:初|國|国|高)中生|中学生|中學生|[初高][一二三123](?![0-9早日夜晚])|[七八九]年[级級]|"
        r"(?:初|高)中(?:在读|就读)"
    ),
    # Russian
    (
        r"\bшкольни(?:к|ца)\b|\b(?:ученик|ученица|учусь в) ?(?:[5-9]|1[01])|\b(?:ученик|"
        r"ученица) школы\b|\b(?:пяти|шести|семи|восьми|девяти|десяти|одиннадцати)классни(?:к|"
        r"ца)\b|"
        r"\b(?:лицеист|гимназист|старшеклассни)(?:ка|к|ца)?\b|^(?:[5-9]|1[01]) класс\b|"
        r"\bв (?:[5-9]|1[01]) классе\b"
    ),
)
"""Who goes to school. Most people in the last years of it are under 18, so all years count."""

TEACHING: Final = re.compile(
    r"\b(?:teach\w*|tutor\w*|coach\w*|professor|librarian|counsel\w+|principal|prof\w*|"
    r"enseign\w*|"
    r"instit\w*|cpe|documentaliste|surveillante?|conseillere?|maestr[oa]|docente?|insegn\w+|"
    r"mentor|"
    r"leraar|lerares|juf|nauczyciel\w*|ucze\b|ucitel\w*|ucim|opettaja|opetan|rehtori|rektor|"
    r"ögretmen\w*|учител\w*|препода\w*|репетитор\w*|учу)\b|lehrer|lehrkraft|referendar|nachhilfe|"
    r"lärare|\b(?:for|für|pour|para|per|voor|dla|pro|för|для) (?:\w+ )?(?=\d|school|high|student|"
    r"pupil|teen|schül|lyc|coll|alum|estud|liceal|schol|ucz|zak|elev|школьн|учен)|教師|教員|先生|"
    r"講師|担任|塾|教える|向け|교사|선생|강사|과외|담임|지도|老师|教师|老師|教師|班主任|教(?!育)"
)
"""Who teaches, or writes for those at school, in the same sentence."""
