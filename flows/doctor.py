"""What this machine lacks, and how to get it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

LEAST_DISK_GIB = 2.0  # the embedding model, its cache and a night's packets
PINNED = {"spacy": "3.8", "ginza": "5.3", "ja-ginza": "5.3", "prefect": "3.8", "sentence-transformers": "6."}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``remedy`` is what to do, "" where nothing is."""

    what: str
    is_well: bool
    state: str
    remedy: str = ""
    is_fatal: bool = False


def examine() -> list[Finding]:
    checks: tuple[Callable[[], Finding], ...] = (_packages, _language_model, _embedding_model, _ocr, _fonts, _learned, _disk)
    return [check() for check in checks]


def print_findings(findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{'○' if finding.is_well else '×'} {finding.what}：{finding.state}")
        if finding.remedy:
            print(f"    → {finding.remedy}")
    print(
        "不足はありません。" if all(f.is_well for f in findings) else "× の項目を整えてから、もう一度 shitayomi doctor を実行してください。"
    )


def _packages() -> Finding:
    wrong = []
    for name, prefix in PINNED.items():
        try:
            if not version(name).startswith(prefix):
                wrong.append(f"{name} {version(name)}（{prefix} が必要）")
        except PackageNotFoundError:
            wrong.append(f"{name} がありません")
    remedy = "make setup を実行してください。" if wrong else ""
    return Finding("パッケージ", not wrong, "、".join(wrong) or "そろっています", remedy, is_fatal=bool(wrong))


def _language_model() -> Finding:
    present = find_spec("ja_ginza") is not None
    remedy = "" if present else "pip install ja-ginza==5.3.0 を実行してください。"
    return Finding("言語解析（GiNZA）", present, "使えます" if present else "ja_ginza がありません", remedy, is_fatal=not present)


def _embedding_model() -> Finding:
    from models.e5_carrier import default_model_folder
    from models.embedding import DEFAULT

    folder = default_model_folder()
    present = folder.exists()
    if not present:
        remedy = "shitayomi models prepare を実行してください（一度だけ、約30秒、網には出ません）。"
        return Finding("埋め込みモデル", False, "まだ取り出していません", remedy)
    quick = DEFAULT.backend != "float32"
    remedy = "" if quick else "make setup を実行してください（onnx と onnxruntime がないと、突合せに約2倍の時間がかかります）。"
    return Finding("埋め込みモデル", quick, f"{folder}（{DEFAULT.backend}）", remedy)


def _ocr() -> Finding:
    from extractors.pdf.recogniser import INSTALL, available

    present = available()
    remedy = "" if present else f"{INSTALL} を実行してください（なくても文字のある PDF は読めます）。"
    return Finding("OCR（画像の提案書）", present, "使えます" if present else "エンジンか日本語モデルがありません", remedy)


def _fonts() -> Finding:
    from outputs.packet.pdf import missing_fonts

    missing = missing_fonts()
    remedy = "pip install noto-cjk-sans-jp-regular noto-cjk-sans-jp-bold を実行してください。" if missing else ""
    return Finding(
        "書体（資料の PDF）", not missing, "、".join(missing) + " がありません" if missing else "使えます", remedy, is_fatal=bool(missing)
    )


def _learned() -> Finding:
    from models.criteria import CriteriaModel
    from models.fields import FieldRanker
    from models.overlap import OverlapModel

    try:
        for model in (FieldRanker, CriteriaModel, OverlapModel):
            model.load()
    except (OSError, ValueError) as error:
        return Finding("学習済みモデル", False, f"読み込めません（{error}）", "プログラムを入れ直してください。", is_fatal=True)
    return Finding("学習済みモデル", True, "使えます")


def _disk() -> Finding:
    free = shutil.disk_usage(Path.home()).free / 2**30
    enough = free >= LEAST_DISK_GIB
    remedy = "" if enough else f"{LEAST_DISK_GIB:.0f} GiB 以上の空きを作ってください。"
    return Finding("空き容量", enough, f"{free:.1f} GiB", remedy)
