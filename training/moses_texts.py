"""Texts for make_fsmt_tokenizer_fixture.py: sentences of several languages, hostile ones, and random ones out of parts that rules look for."""
SENTENCES = {
    "en": """Mr. Smith went to Washington, D.C. on Jan. 5.
Mrs. Jones's house (the one with 3 rooms) costs $1,250,000.50!
He said: "I can't do it," and left.
"Why not?", she asked. "Because," he said, "it's 5 o'clock."
The Joneses' dog's bowl isn't theirs; it's ours.
They'll've gone by '99, or the 1980's.
It rose 4.5% to 3,000.25 points (see Fig. 3).
Well-known state-of-the-art methods -- as in [12] -- fail...
Visit https://example.org/a-b_c/?q=1&r=2#top or mail me@example.org.
See No. 5, Nos. 6 and 7, pp. 12 and pp. xii.
I.e. this, e.g. that, etc. and so on. Etc. Done.
Dr. A. B. Smith v. Gen. C. Brown vs. Lt. D
U.S. troops left the U.K. The end.
Rock 'n' roll, the '60s, and 'quoted words'.
She's 5'11" tall and weighs 150lbs.
One… two . . . three.... four.. five.
A/B testing, and/or C|D; x<y && y>z.
The cat's, dogs', and men's 'toys'.'
"Quoted end."
'Single quoted end.'
Ends with Inc.
Ends with an abbreviation Dr.
5,5 ,5 5, a,b ,c d, 1,a a,1
Numbers like 1 000 000 and 12 345 with wide spaces.
Full stop.Next sentence without space.Another
I paid £20, €30 or ¥500 (≈ $5).
&amp; &lt;b&gt; &quot;x&quot; <b>bold</b> [1] {2} |3|
100% sure - or not - of it.
Mt. Everest is in Nepal. St. Paul's is in London.
`Back' quotes ``twice''.
The 'Σ' of all numbers: ½ + ¼ = ¾, x² ≥ 0.
E-mail e-mails to the co-operative's vice-president-elect.
@user #tag 50°C 20 °F a_b * c = d ~ e ^ f
What?! No way!!! Really??""",
    "de": """Herr Dr. Müller wohnt in der Hauptstr. 5, 10115 Berlin.
Am 3. Oktober 1990 trat die DDR der BRD bei.
Er sagte: „Ich kann nicht kommen.“ Dann ging er.
Das kostet 1.250.000,50 € bzw. 3,5 Mio. Euro.
Z.B. Äpfel, Birnen u.a. Obst usw. Mehr gibt es z. B. hier.
‚Einfach‘ und »doppelt« und «umgekehrt» zitiert.
Die US-amerikanisch-deutsche Zusammenarbeit ist „sehr gut“, sagte er.
"Ja.", sagte sie. "Nein", rief er. "Gut." Und dann?
Prof. Dr. h.c. A. Schmidt, vgl. Abb. 3 und Nr. 7.
Das ist Peters's Auto, Hans' Haus und Andrea’s Imbiss.
Wie geht’s? Mir geht's gut.
Die Nr. 5 lebt! Art. 5 Abs. 3 GG.
Im 19. Jahrhundert (1801–1900) gab es viel Neues — und Altes.
Straße, Größe, Übermut, ÄÖÜ, ß.
10 000 Einwohner, 5 % mehr, 20 °C.
Er kam ca. 5 Min. zu spät ggf. auch später.
Was?! Wirklich...
E-Mail-Adresse: max.mustermann@beispiel.de, Tel. 030/123456-7
<b>Fett</b> & kursiv; a|b [c] {d}
Kaiser Wilhelm II. starb 1941. König Ludwig XIV. nicht.
„Wort“, „Satz.“ und „Frage?“
Sie sagte: "Das ist gut." <br> Dann ging sie.
Das Ende.\"""",
    "ru": """Г-н Иванов живёт в г. Москве на ул. Ленина, д. 5.
А. С. Пушкин родился 6 июня 1799 г. в Москве.
«Привет, — сказал он. — Как дела?»
Это стоит 1 250 000,50 руб., т.е. 3,5 млн. рублей.
См. рис. 3 на с. 12 и т.д. Потом иди.
Проф. Петров сказал: „Нет“. Он ушёл…
Санкт-Петербург — северо-западный город.
Цена: 100 $ (или 90 €) за шт. Всего 5 шт.
Он сказал: "Да", а она: "Нет."
Д'Артаньян и три мушкетёра.
Что?! Не может быть!!!
Температура -5 °C, т. е. холодно.
E-mail: ivan@example.ru, сайт http://пример.рф/путь?x=1
5-й этаж, 20-е годы, XIX в. Начало.
№ 5, № 6 и пр. Конец.
Ёлка, ёж, Ъ, Ы, Ь.
В 1990-х гг. было трудно.
И.о. директора, к.т.н. Сидоров А.А.""",
    "fr": """L'été, c'est « super » ; n'est-ce pas ?
Qu'est-ce que c'est ? Aujourd'hui, j'ai 20 ans !
Il a dit : « Bonjour ! » puis s'en est allé.
Prix : 1 000,50 € (soit 5 %).
d'abord l'eau, puis l' 'autre' chose
M. Dupont et Mme. Durand vont à l'école.
Le 5' et l'1 et 5's.
"Oui", dit-il. "Non."
Ç’a été dur, n’est-ce pas ?""",
    "it": """L'acqua è fredda; dell'amore non c'è n'è.
Un po' di pane e un'altra cosa, dall'alto.
"Sì", disse. "No."
Gli anni '60 e '70.
Costa 1.000,50 € (circa).""",
    "es": """¿Qué tal? ¡Muy bien! ¿¡Cómo!?
"Sí", dijo. "No." Luego se fue.
Cuesta 1 000,50 € (aprox.).
El n.º 5 y el nº 6.""",
}

HOSTILE = [
    "", " ", ".", "..", "...", "....", "'", "''", "'''", "\"", "\"\"", ",", ",,", ",,,", ",,,,", ",5", "5,", "5,,5", ",,5", "a,,5", "a,5", "5,a", "-", "--", "a-", "-a", "a--b", "a-b-c-d",
    "a.", "a..", "a...", ".a", "..a", "a.b.", "a.b.c", "A.B.", "1.", "1.2.", ".'", "a.'", "a.' ", "a..'", "'a'", "'a", "a'", "a'b", "a'b'c", "a''b", "5's", "5'x", "x's's", "'s", "s'",
    "( a )", "(a)b", "a(b", ") .", ") ,x", "( ( a ) ) !", "((", "))", "5 %", "5  %", "a %", "\u0665 %", "\U0001d7d7 %", "a :b", "a ;b", "a : ;",
    "1\u00a02", "1\u00a02\u00a03", "1\u00a022\u00a03", "\U0001d7d7\u00a0\U0001d7d7\u00a05", "a\u00a0%", "n\u00ba\u00a05", "5\u00a0\u00baC", "5\u00a0cm", "a\u00a0? b\u00a0! c\u00a0;", ",\u00a0x",
    "\u00a0\u00ab\u00a0a\u00a0\u00bb\u00a0", "\u00aba\u00bb", "\"...", "\",.,.x", "\"\",", ".\"x", "..\"  x", ".\"<b>", ".\" <b>", ".\"", ".\" ", ".\".\"x", ".\"\u3000", ",\"x\",\"",
    "\u3002\u3002 a", "a\u3002\n\u3000b", "\uff0e \uff0e", "\uff0c\u3001\u300a\u300b\uff08\uff09\uff01\uff1b\uff11\uff12\uff5e\u2501\u3008\u3009\u3010\u3011\uff05\u2236\uff1a\uff1f\u300c\u300d",
    "a\nb", "a\r\nb", "a\tb", "a\x00b", "\x1c\x1d\x1e\x1f", "a\x85b", "a\u2028b", "\ufeffa", "a\u200bb", "a\u00adb", "\ue000", "\U000f0000", "a\u0378b",
    "e\u0301t\u0301", "\u0301", "a\u0301\u0302\u0303-b", "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f", "\u0915\u093c", "\U000110ba\U00011442", "\u0928'\u094d", "'\u094d",
    "\u65e5\u672c\u8a9e", "\u304b\u306a", "\ud55c\uad6d\uc5b4", "\u65e5a\u672c", "\u30fc\u3005", "\uff21\uff22", "\U00020000\U00020001", "\U0001d400\U0001d401", "\U0001f600", "\U0001f469\u200d\U0001f467", "\u2603\ufe0f",
    "\u24d0\u24b6", "\u25cc", "\u135f", "\u2160\u2171", "\u00bd,\u00bd", "\u0663,\u0663", "\u3007,\u3007", "\u20ac5 5\u20bd 5\u20bf", "a &amp; b", "&amp;amp;", "&#91;&bar;", "&lt;", "&", "&;", "|[]|",
    "@-@", "a @-@ b", "a@-@b", "@-@ @-@", "@", "<unk> </s>", "</w>", "a</w>", "``a''", "`a`", "\u2018a\u2019 \u201ab\u2019", "a\u2019b\u2018c", "\u00b4\u00b4", "\u2013a\u2014b", "\u2026", "a\u2026b",
    "a" * 300, "." * 301, "'" * 200, "a'" * 150, ", " * 120, "a-" * 150, "\"" * 99, "a. " * 60 + "B", "(" * 100 + ")" * 100, "5,5" * 80,
]

PARTS = ["a", "B", "word", "Wort", "\u0441\u043b\u043e\u0432\u043e", "\u00e9t\u00e9", "s", "S", "5", "17", "1,000", "\u00bd", "\u2167", "\u0663", "'", "'", "\u2019", "''", "\"", "\"", "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb",
         "\u2039", "`", "\u00b4", "\u2018", "\u201a", ",", ",", ".", ".", "..", "...", "\u2026", "-", "-", "\u2013", "\u2014", "--", "(", ")", "[", "]", "{", "}", "<", ">", "&", "&amp;", "&lt;", "|", "@-@", "@", "%", "\u00b0", "n\u00ba",
         "\u00baC", "cm", "$", "\u20ac", "\u00a3", "\u20bd", "!", "?", ":", ";", "\u00bf", "\u00a1", "/", "\\", "#", "*", "_", "~", "=", "\u00a0", "\u00a0", "\u202f", " ", " ", "  ", "\t", "\n", "\r", "\u3000", "\u200b", "\u00ad", "\u0301", "\x00",
         "\x1f", "\U0001f600", "\u65e5\u672c", "\u304b", "\ud55c", "\uff21", "\uff11", "\u3002", "\uff0c", "\u3001", "\uff1a", "\u3010", "\u300b", "\u300c", "\u2116", "\ufb01", "\U0001d400", "\U0001d7d7", "\u03c2", "Mr", "Dr", "z.B",
         "U.S", "e.g", "No", "u.a", "1.", "A", "Prof", "\u0433", "\u0442.\u0435", "http://a.b/c?d=e&f=g", "x@y.z", "n't", "'s", "'ll", "s'", "\u30fc", "\u0915\u094d\u0937", "\u094d", "\U000110ba"]

WORDS = ["a", "the", "Jones", "dogs", "\u00e9t\u00e9", "5", "1.5", ".", ",", "!", "?", ":", ";", "%", "\\", "...", "?!", ")", "]", "}", "(", "[", "{", "$", "\u20ac", "\u20ac$", "\u00bf", "\u00a1", "&apos;", "&apos;", "&apos;s", "&apos;t", "&apos;\u00e9",
         "l&apos;", "qu&apos;", "d&apos;", "&quot;", "&quot;", "\u201e", "\u201c", "\u201d", "``", "`", "&apos;&apos;", "&quot;&apos;", "\u2019", "@-@", "@-@", "@", "-", "&amp;", "&amp;lt;", "&lt;", "&gt;", "&#124;", "&#91;", "&#93;", "&bar;", "&bra;",
         "&ket;", "&", "&;", "\u65e5\u672c", "\u304b", "\ud55c\uad6d", "\U00020000", "a\u65e5", "\u65e5a", "\U0001f600", "\u0301", "'", "\"", "x@-@y", "@-@x", "5%", "l'", "'tis"]
