#!/usr/bin/env python3
"""Writes the two Word documents that the tests of `import` read through Pandoc. Standard library only.

    python3 tests/docx/make.py DIR          writes DIR/pelan.docx and DIR/panduan.docx
    tests/docx/convert DIR                  converts them to Markdown as `pandoc -t gfm` and `-t markdown` do

Everything in them is made up. The same input gives the same bytes.
"""
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' \
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' \
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ' \
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' \
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000037"
    "6ef9240000000a49444154789c63680000008200814f1b2d3b0000000049454e44ae426082")
BULLET, DECIMAL, LETTER, ROMAN, BRACKET, SECOND = 1, 2, 3, 4, 5, 6


def run(text, *marks, style=""):
    """A run of text; marks are b, i, u, strike, sup, sub, mark."""
    inner = ""
    for mark in marks:
        inner += {
            "sup": '<w:vertAlign w:val="superscript"/>', "sub": '<w:vertAlign w:val="subscript"/>',
            "u": '<w:u w:val="single"/>', "mark": '<w:highlight w:val="yellow"/>',
        }.get(mark, f"<w:{mark}/>")
    if style:
        inner = f'<w:rStyle w:val="{style}"/>' + inner
    parts = '<w:br/>'.join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r><w:rPr>{inner}</w:rPr>{parts}</w:r>"


def note(number):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def link(text, relation):
    return f'<w:hyperlink r:id="{relation}">{run(text)}</w:hyperlink>'


def inner_link(text, anchor):
    return f'<w:hyperlink w:anchor="{anchor}">{run(text)}</w:hyperlink>'


def bookmark(name, inner, number=[0]):
    number[0] += 1
    return f'<w:bookmarkStart w:id="{number[0]}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number[0]}"/>'


def picture(relation, alt):
    return ('<w:r><w:drawing><wp:inline><wp:extent cx="1905000" cy="952500"/>'
            f'<wp:docPr id="1" name="Gambar 1" descr="{escape(alt)}"/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            '<pic:nvPicPr><pic:cNvPr id="0" name="a.png"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill>'
            '<pic:spPr><a:xfrm><a:ext cx="1905000" cy="952500"/></a:xfrm></pic:spPr>'
            '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')


def p(content, style="", number=None, level=0, indent=0):
    """A paragraph of runs or plain text."""
    if not content.startswith("<w:"):
        content = run(content)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    if indent:
        properties += f'<w:ind w:left="{indent}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def h(level, text, anchor=""):
    content = run(text)
    return p(bookmark(anchor, content) if anchor else content, style=f"Heading{level}")


def cell(content, span=1, merge=""):
    """A cell of text, of paragraphs or of a list; merge is '', 'restart' or 'continue'."""
    if isinstance(content, str):
        content = "".join(p(line) for line in content.split("\n\n"))
    else:
        content = "".join(content)
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{2000 * span}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def table(columns, rows, head=1):
    """Rows of cells; the first `head` rows repeat on each page."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    out = (f'<w:tbl><w:tblPr><w:tblLook w:firstRow="{int(head > 0)}" w:val="{"0020" if head else "0000"}"/>'
           f'</w:tblPr><w:tblGrid>{grid}</w:tblGrid>')
    for at, row in enumerate(rows):
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if at < head else ""
        out += f"<w:tr>{properties}" + "".join(c if c.startswith("<w:tc>") else cell(c) for c in row) + "</w:tr>"
    return out + "</w:tbl>"


def contents(entries):
    """A contents list as Word makes it: links to bookmarks, with page numbers behind a tab."""
    return "".join(
        p(f'<w:hyperlink w:anchor="{anchor}">{run(text)}<w:r><w:tab/></w:r>{run(page)}</w:hyperlink>', style="TOC1")
        for anchor, text, page in entries)


def numbering():
    def abstract(number, levels):
        inner = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for level, (kind, text) in enumerate(levels))
        return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'

    lists = {
        BULLET: [("bullet", "-"), ("bullet", "-"), ("bullet", "-")],
        DECIMAL: [("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")],
        LETTER: [("lowerLetter", "%1."), ("lowerRoman", "%2.")],
        ROMAN: [("lowerRoman", "%1."), ("decimal", "%2.")],
        BRACKET: [("decimal", "(%1)"), ("lowerLetter", "(%2)")],
        SECOND: [("decimal", "%1)"), ("decimal", "%2)")],
    }
    body = "".join(abstract(number, levels) for number, levels in lists.items())
    body += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in lists)
    return f'<?xml version="1.0" encoding="UTF-8"?><w:numbering {W}>{body}</w:numbering>'


def styles():
    named = [("Normal", "Normal"), ("Title", "Title"), ("TOC1", "toc 1"), ("SourceCode", "Source Code"),
             ("Caption", "caption"), ("Quote", "Quote")]
    named += [(f"Heading{n}", f"heading {n}") for n in range(1, 7)]
    body = "".join(f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
                   for key, name in named)
    body += '<w:style w:type="character" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/></w:style>'
    return f'<?xml version="1.0" encoding="UTF-8"?><w:styles {W}>{body}</w:styles>'


def write(path, body, notes):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    footnotes = "".join(f'<w:footnote w:id="{n}">{p(text)}</w:footnote>' for n, text in enumerate(notes, 1))
    files = {
        "[Content_Types].xml":
            f'{head}<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{types}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{types}.styles+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{types}.numbering+xml"/>'
            f'<Override PartName="/word/header1.xml" ContentType="{types}.header+xml"/>'
            f'<Override PartName="/word/footnotes.xml" ContentType="{types}.footnotes+xml"/></Types>',
        "_rels/.rels":
            f'{head}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels":
            f'{head}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="s" Type="{relation}/styles" Target="styles.xml"/>'
            f'<Relationship Id="n" Type="{relation}/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="f" Type="{relation}/footnotes" Target="footnotes.xml"/>'
            f'<Relationship Id="h" Type="{relation}/header" Target="header1.xml"/>'
            f'<Relationship Id="img" Type="{relation}/image" Target="media/image1.png"/>'
            f'<Relationship Id="web" Type="{relation}/hyperlink" Target="https://contoh.example/arahan"'
            ' TargetMode="External"/></Relationships>',
        "word/document.xml":
            f'{head}<w:document {W}><w:body>{body}'
            '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr></w:body></w:document>',
        "word/header1.xml": f'{head}<w:hdr {W}>{p(run("TERHAD", "b"))}</w:hdr>',
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/footnotes.xml": f"{head}<w:footnotes {W}>{footnotes}</w:footnotes>",
        "word/media/image1.png": PIXEL,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)


def plan():
    """Numbered headings, front pages in front, every kind of list and table."""
    body = [
        p(run("TERHAD", "b")),
        p(run("PELAN KESINAMBUNGAN PERKHIDMATAN MAJLIS DAERAH SUNGAI BAYU", "b")),
        p("Versi 3.2"),
        h(1, "KAWALAN DOKUMEN"),
        p("No. Rujukan: MDSB/PKP/2031(4)"),
        table(4, [
            ["", "Disediakan oleh", "Disemak oleh", "Diluluskan oleh"],
            ["Nama", "Aminah Contoh", "Baharom Contoh", "Chong Contoh"],
            ["Jawatan", "Penolong Pegawai", "Setiausaha", "Yang Dipertua"],
            ["Tarikh", "1 Mac 2031", "8 Mac 2031", "15 Mac 2031"],
            ["Tandatangan", "", "", ""],
            ["Bilik", "A-1", "A-2", "A-3"],
        ]),
        h(1, "SENARAI EDARAN"),
        p("Hanya pemegang yang tersenarai boleh menyimpan salinan dokumen ini."),
        table(3, [
            ["Bil.", "Pemegang Dokumen", "No. Salinan Terkawal"],
            ["1.", "Yang Dipertua", "01"],
            ["2.", "Ahli PTK setiap seorang satu salinan", "02"],
            ["3.", "", "03 - 05"],
            ["4.", "Fail pejabat daerah", "tiada nombor"],
        ]),
        h(1, "SINGKATAN"),
        table(2, [["PTK", "Pasukan Tindak Kecemasan"], ["PKP", "Pelan Kesinambungan Perkhidmatan"]], head=0),
        p(run("KANDUNGAN", "b")),
        contents([("_Toc1", "1.0 PENGENALAN", "1"), ("_Toc2", "1.1 Tujuan", "1"), ("_Toc3", "2.0 TINDAKAN", "2"),
                  ("_Toc4", "2.1 Menghubungi pasukan pada waktu malam dan hari kelepasan am negeri", "2")]),
        h(1, "1.0 PENGENALAN", "_Toc1"),
        p(run("Pelan ini dibaca bersama ") + link("Arahan Keselamatan Contoh", "web") +
          run(" yang berkuat kuasa, dan mesti ada pada setiap ketua pasukan") + note(1) +
          run(" sepanjang masa; kegagalan berbuat demikian dicatat “sebagai kelalaian” – bukan kesalahan – oleh unit ini.")),
        p(run("Luas kawasan 25 km") + run("2", "sup") + run(" dan paras CO") + run("2", "sub") +
          run(" dipantau. ") + run("Garis bawah", "u") + run(", ") + run("serlahan", "mark") + run(", ") +
          run("dicoret", "strike") + run(", ") + run("tebal", "b") + run(" dan ") + run("condong", "i") +
          run(", serta ") + run("sistem.fail_log", style="VerbatimChar") + run(".")),
        p("Alamat:\nTingkat 3, Wisma Contoh\n26600 Bandar Contoh"),
        h(2, "1.1 Tujuan", "_Toc2"),
        p("Tanda * dan # dan [kurungan] dan <sudut> dan ::: kekal sebagai tanda, seperti 3 * 4 = 12 dan C:\\fail\\data."),
        p("::: terhad"),
        p("Baris di atas bukan pagar. 1. Ini bukan senarai."),
        p("Petikan yang diengsot sedikit daripada tepi halaman supaya kelihatan seperti petikan.", indent=720),
        h(1, "2.0 TINDAKAN", "_Toc3"),
        h(2, "2.1 Menghubungi pasukan pada waktu malam dan hari kelepasan am negeri", "_Toc4"),
        p("Perkara yang perlu dibawa:"),
        p("lampu suluh yang berfungsi dengan bateri gantian, kerana bekalan elektrik lazimnya terputus dahulu;", number=BULLET),
        p("telefon;", number=BULLET),
        p("pengecas", number=BULLET, level=1),
        p("kad SIM", number=BULLET, level=1),
        p("peta.", number=BULLET),
        p("Langkah:"),
        p("Hubungi ketua.", number=DECIMAL),
        p("Hubungi ahli:", number=DECIMAL),
        p("siang melalui telefon", number=DECIMAL, level=1),
        p("malam melalui radio", number=DECIMAL, level=1),
        p("saluran satu", number=DECIMAL, level=2),
        p("Catat masa.", number=DECIMAL),
        p("Pilihan yang ada:"),
        p("pindah ke dewan", number=LETTER),
        p("kekal di bangunan", number=LETTER),
        p("Peringkat:"),
        p("waspada", number=ROMAN),
        p("amaran", number=ROMAN),
        p("bahaya", number=ROMAN),
        p("Syarat:"),
        p("ada arahan bertulis", number=BRACKET),
        p("ada kenderaan", number=BRACKET),
        p("Urutan:"),
        p("pertama dahulu", number=SECOND),
        p("kedua kemudian", number=SECOND),
        h(2, "2.3 Jadual masa"),
        p("Jadual 2 Masa pemulihan", style="Caption"),
        table(4, [
            [cell("Fungsi", merge="restart"), cell("Masa", span=2), cell("Catatan", merge="restart")],
            [cell("", merge="continue"), "RTO", "MTPD", cell("", merge="continue")],
            [cell("Kaunter", merge="restart"), "4 jam", "1 hari", "Bayaran cukai taksiran di kaunter utama"],
            [cell("", merge="continue"), "8 jam", "2 hari", "Bayaran dalam talian"],
            [cell("Semua masa di atas bermula selepas pengisytiharan bencana", span=4)],
        ], head=2),
        p("Jadual 1 Peranan", style="Caption"),
        table(3, [
            ["Bil.", "Peranan", "Tugas"],
            ["1.", "Ketua", cell([p("memimpin operasi", number=BULLET), p("melapor kepada Yang Dipertua", number=BULLET)])],
            ["2.", "Ahli", cell("Perenggan pertama tugas ahli.\n\nPerenggan kedua | dengan tanda paip.")],
        ]),
        p("Rajah 3 Carta aliran", style="Caption"),
        p(picture("img", "Carta aliran tindakan")),
        p("Rajah 2 Peta lokasi", style="Caption"),
        h(3, "2.42 Senarai semak"),
        p("Semak setiap hari" + "", number=None),
        h(2, "2.4 Penutup"),
        p(run("Tamat") + note(2) + run(".")),
        h(1, "Lampiran A: Borang"),
        p("Borang kosong untuk diisi."),
    ]
    return "".join(body), ["Ketua pasukan ialah pegawai gred 41 ke atas yang dilantik bertulis.",
                           "Nota penutup yang pendek."]


def guide():
    """Headings without numbers, and the front parts behind the last chapter."""
    body = [
        p(run("GARIS PANDUAN PEMULIHAN REKOD", "b"), style="Title"),
        p("Jabatan Rekod Contoh"),
        h(1, "Pengenalan"),
        p("Panduan ini menerangkan cara rekod dipulihkan selepas banjir atau kebakaran di premis jabatan."),
        h(2, "Skop"),
        p("Semua rekod bercetak."),
        p("rekod aktif", number=BULLET),
        p("rekod tidak aktif", number=BULLET),
        h(2, "Arahan sistem"),
        p("pulih --rekod semua", style="SourceCode"),
        p("::: terhad", style="SourceCode"),
        p("tamat", style="SourceCode"),
        h(1, "Kaedah"),
        table(3, [
            ["Jenis", "Kaedah", "Tempoh"],
            [cell("Basah", merge="restart"), "Keringkan dengan kipas pada suhu bilik", "2 hari"],
            [cell("", merge="continue"), cell("Bekukan dahulu, kemudian keringkan beku", span=2)],
        ]),
        p("Ujian dalaman."),
        table(2, [["Baris satu lajur satu", "Baris satu lajur dua"], ["Baris dua", ""]], head=0),
        h(1, "Kawalan Dokumen"),
        table(4, [
            ["Peranan", "Nama", "Jawatan", "Tarikh"],
            ["Disediakan oleh", "Dayang Contoh", "Arkivis", "2 Jun 2032"],
            ["Diluluskan oleh", "Encik Contoh", "Pengarah", "9 Jun 2032"],
        ]),
        table(2, [["No. Rujukan", "JRC/GP/7"], ["Versi", "1.4"], ["Tarikh", "10 Jun 2032"]], head=0),
        h(1, "Senarai Edaran"),
        table(3, [
            ["No. Salinan", "Jawatan", "Catatan"],
            ["01", "Pengarah", ""],
            ["02", "Ketua Arkib", "simpan di peti besi"],
            ["03", "Simpanan", ""],
        ]),
        h(1, "Singkatan"),
        p("JRC – Jabatan Rekod Contoh"),
        p("GP – Garis Panduan"),
    ]
    return "".join(body), ["Tiada."]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "pelan.docx", *plan())
    write(folder / "panduan.docx", *guide())
