# Words of Russian texts that keep the point after them, though a capital letter follows: one a line, in the form of Moses' lists.
# Written for this library.

# initials
А
Б
В
Г
Д
Е
Ж
З
И
Й
К
Л
М
Н
О
П
Р
С
Т
У
Ф
Х
Ц
Ч
Ш
Щ
Ъ
Ы
Ь
Э
Ю
Я

# before names of people and places
г
гг
д
зам
м
нач
о
обл
п
пер
пл
пос
пр
просп
проф
р
с
см
ст
стр
тел
ул

# money and numbers
коп
млн
млрд
руб
тыс
шт
