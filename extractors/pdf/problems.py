"""What can be wrong with a file, in one sentence a clerk understands: file, page, way out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from extractors.document import Problem

MESSAGES = {
    "not_pdf": "「{file}」はPDFではありません。PDFに書き出したものを入れ直してください。",
    "empty": "「{file}」は中身がありません（0バイト）。提出者に送り直しを求めてください。",
    "too_large": "「{file}」は大きすぎて読めません（{size}MB、上限{limit}MB）。画像を小さくして書き出し直してください。",
    "password": "「{file}」はパスワードで保護されていて開けません。パスワードを指定するか、保護を外したPDFを入れてください。",
    "wrong_password": "「{file}」は、指定されたパスワードでは開けません。正しいパスワードを指定してください。",
    "broken": "「{file}」は壊れていて開けません。元の文書からPDFを書き出し直してください。",
    "no_pages": "「{file}」にはページがありません。元の文書からPDFを書き出し直してください。",
    "repaired": "「{file}」は壊れていたため、修復して読みました。抜けているページがないか原本と見比べてください。",
    "page_broken": "「{file}」の{page}ページは壊れていて読めません。原本で確かめてください。",
    "page_deadly": "「{file}」の{page}ページは読み取りを止めてしまうため飛ばしました。原本で確かめてください。",
    "pages_missing": "「{file}」の{page}ページから先は壊れていて読めません。原本で確かめてください。",
    "too_many_pages": "「{file}」は{pages}ページあり、先頭の{limit}ページだけを読みました。残りは分けて入れてください。",
    "page_too_dense": "「{file}」の{page}ページは文字や図形が多すぎて、途中までしか読んでいません。原本で確かめてください。",
    "page_size": "「{file}」の{page}ページは紙の大きさが異常で読めません。元の文書から書き出し直してください。",
    "no_text": "「{file}」の{page}ページは画像だけで文字がありません。文字認識を入れると読めます（{install}）。",
    "text_unusable": "「{file}」の{page}ページは文字の情報が壊れています。文字認識を入れると読めます（{install}）。",
    "page_illegible": "「{file}」の{page}ページの画像は、汚れやぼけ、向きなどのためほとんど読めません。原本で確かめてください。",
    "page_doubtful": "「{file}」の{page}ページの画像は不鮮明で、読み違いが多いおそれがあります。原本で確かめてください。",
    "ocr_failed": "「{file}」の{page}ページは文字認識に失敗しました。原本で確かめてください。",
    "too_slow": "「{file}」は制限時間（{seconds}秒）内に読み終わりませんでした。元の文書からPDFを書き出し直してください。",
    "too_much_memory": "「{file}」は読むのに必要なメモリが上限を超えました。元の文書からPDFを書き出し直してください。",
    "crashed": "「{file}」は読み取りの途中で処理が止まりました。元の文書からPDFを書き出し直してください。",
    "missing": "「{file}」が見つからないか、開く権限がありません。置き場所を確かめてください。",
    "no_text_at_all": "「{file}」には文字が見つかりませんでした。白紙でないか原本で確かめてください。",
}


def problem(code: str, file: str, page: int | None = None, **more: object) -> Problem:
    """The problem of that code with its sentence filled in."""
    return Problem(code, MESSAGES[code].format(file=file, page=page, **more), page)


def grouped(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """The same trouble on pages that follow one another told once, for all of them."""
    paged = sorted((p for p in problems if p.page is not None), key=lambda p: (p.code, p.page or 0))
    told: list[Problem] = []
    for _, run in groupby(enumerate(paged), key=lambda pair: (pair[1].code, (pair[1].page or 0) - pair[0])):
        members = [p for _, p in run]
        first, last = members[0], members[-1]
        if first is last:
            told.append(first)
        else:
            old, new = f"「{file}」の{first.page}ページ", f"「{file}」の{first.page}～{last.page}ページ"
            told.append(Problem(first.code, first.message.replace(old, new), first.page))
    told.sort(key=lambda p: p.page or 0)
    return (*told, *(p for p in problems if p.page is None))
