"""What months, weekdays and the days of a month are called, in both languages."""

from agreements.arabic import fold

MONTHS = {
    1: "يناير كانون_الثاني جانفي january jan",
    2: "فبراير شباط فيفري february feb",
    3: "مارس آذار march mar",
    4: "أبريل إبريل نيسان أفريل april apr",
    5: "مايو أيار ماي may",
    6: "يونيو يونيه حزيران جوان june jun",
    7: "يوليو يوليوز يوليه تموز جويلية july jul",
    8: "أغسطس غشت آب أوت august aug",
    9: "سبتمبر شتنبر أيلول september sept sep",
    10: "أكتوبر تشرين_الأول october oct",
    11: "نوفمبر نونبر تشرين_الثاني november nov",
    12: "ديسمبر دجنبر كانون_الأول december dec",
}
MONTH = {fold(word.replace("_", " ")): number for number, words in MONTHS.items() for word in words.split()}
WEEKDAYS = [
    "الاثنين الإثنين monday mon",
    "الثلاثاء tuesday tues",
    "الأربعاء الاربعا wednesday wed",
    "الخميس thursday thurs",
    "الجمعة friday fri",
    "السبت saturday sat",
    "الأحد sunday sun",
]
WEEKDAY = {fold(word): number for number, words in enumerate(WEEKDAYS) for word in words.split()}
ORDINAL_AR = [
    *["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"],
    *(
        f"{unit} عشر"
        for unit in ["الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
    ),
    "العشرين",
    *(
        f"{unit} والعشرين"
        for unit in ["الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
    ),
    "الثلاثين",
    "الحادي والثلاثين",
]
ORDINAL_EN = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
ORDINAL = {fold(word): day for words in (ORDINAL_AR, ORDINAL_EN) for day, word in enumerate(words, 1)}
