"""Invented sheets in Khmer, and the minutes' template for it: nobody and nothing in them is real."""

KHMER = """\
format: 1
id: kho-2031
languages: [km]
title: {km: "ជំនួបរវាង {parties.no} និង {parties.sa}"}
status: draft
sources:
  tin: {publisher: {km: ទីភ្នាក់ងារព័ត៌មានគំរូ}, title: {km: ព្រឹត្តិបត្រសាកល្បង}, date: 2031-05-04}
parties:
  no: {name: {km: ណូវីយ៉ា}}
  sa: {name: {km: សារម៉ង់}}
organisations:
  vi_du: {party: no, name: {km: ក្រសួងគំរូ}, source: tin}
  thu_nghiem: {party: sa, name: {km: អគ្គនាយកដ្ឋានសាកល្បង}}
people:
  an: {party: no, name: {km: លី សាមាន}, office: {km: រដ្ឋមន្ត្រី}}
  ivo: {party: sa, name: Ivo Karst, office: {km: នាយក}}
event:
  kind: talks
  date: 2031-05-04
  place: {km: កំពង់ផែគំរូ}
  chairs: [an, ivo]
  source: tin
figures:
  trade: {label: {km: ពាណិជ្ជកម្ម}, value: 7_500_000_000, unit: USD, source: tin}
  share: {label: {km: ចំណែក}, value: 12.5, unit: percent, source: tin}
points:
  trade:
    topic: {km: ពាណិជ្ជកម្ម}
    kind: committed
    text:
      km: ភាគីទាំងពីរបានឯកភាពគ្នាពង្រឹងកិច្ចសហប្រតិបត្តិការលើវិស័យពាណិជ្ជកម្ម ឱ្យសម្រេចបាន {figures.trade} នៅឆ្នាំ២០៣៥។
    source: tin
  border:
    kind: agreed
    text:
      km: ការងារខណ្ឌសីមា និងបោះបង្គោលព្រំដែននៅសល់ {figures.share} ហើយភាគីទាំងពីរប្តេជ្ញាបន្តកិច្ចខិតខំប្រឹងប្រែងរួមគ្នា។
    source: tin
agreements:
  ports:
    kind: memorandum
    title: {km: អនុស្សរណៈនៃការយោគយល់គ្នាស្តីពីការអភិវឌ្ឍកំពង់ផែ និងការដឹកជញ្ជូនតាមផ្លូវទឹក}
    between: [vi_du, thu_nghiem]
    date: 2031-05-04
    act: signed
    period: 2031/2035
    source: tin
  schools:
    kind: plan
    title: {km: ផែនការសហប្រតិបត្តិការលើវិស័យអប់រំ និងអាហារូបករណ៍សម្រាប់និស្សិត}
    between: [vi_du, sa]
    date: 2031-05-03
    act: handed-over
    source: tin
"""

TRILINGUAL = """\
format: 1
id: ba-tieng-2031
languages: [vi, en, km]
title: {vi: Hội đàm về cảng, en: Talks on ports, km: ជំនួបពិភាក្សាអំពីកំពង់ផែ}
sources:
  tin: {publisher: Hãng tin Mẫu, title: Bản tin thử, date: 2031-05-04}
parties:
  no: {name: {vi: Nô-vi-a, en: Norvia, km: ណូវីយ៉ា}}
  sa: {name: {vi: Xa-man, en: Sarmand, km: សារម៉ង់}}
people:
  an: {party: no, name: Lê Thị Thử, office: {vi: Bộ trưởng, en: Minister, km: រដ្ឋមន្ត្រី}}
event: {kind: talks, date: 2031-05-04, place: {vi: Cảng Mẫu, en: Port Sample, km: កំពង់ផែគំរូ}, chairs: [an], source: tin}
points:
  ports:
    kind: agreed
    text: {vi: Hai bên mở cảng., en: Both sides open the port., km: ភាគីទាំងពីរបានឯកភាពបើកកំពង់ផែ។}
    source: tin
agreements:
  ports:
    kind: memorandum
    title: {vi: Bản ghi nhớ về cảng, en: Memorandum on ports, km: អនុស្សរណៈស្តីពីកំពង់ផែ}
    between: [no, sa]
    date: 2031-05-04
    act: signed
    source: tin
"""

MINUTES = """\
{{ letterhead("number") }}

# កំណត់ហេតុ

{.subject}
{{ title }}

{.field}
**{{ word.date }}៖** {{ event.date | long_date }}

{.field}
**{{ word.place }}៖** {{ event.place }}

## {{ word.attendance }}

{% for who in event.chairs %}
- {{ who.office }} {{ who }}
{% endfor %}

## លទ្ធផល

{% for point in points %}
{{ point.text }}

{% endfor %}

{{ table(agreements, summary=word.all_documents, columns=[
    column(word.no, "#", width=0.6, align="center"),
    column(word.document, "{title}", width=4),
    column(word.act, "{act}", width=1.5),
  ]) }}

{{ signatures("recipients", "authority") }}
"""
