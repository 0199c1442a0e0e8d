"""Run by itself with little memory: the first page and the words of one PDF."""

import json
import resource
import sys

import pypdfium2

MEMORY, SECONDS, LETTERS, WIDTH = 1024 * 2**20, 30, 2_000_000, 1000


def main(source: str, target: str) -> dict:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    document = pypdfium2.PdfDocument(source)
    first = document[0]
    scale = WIDTH / max(first.get_width(), 1)
    first.render(scale=scale).to_pil().convert("RGB").save(target, "JPEG", quality=85)
    words, length = [], 0
    for page in document:
        text = page.get_textpage().get_text_range()
        words.append(text)
        length += len(text)
        if length > LETTERS:
            break
    return {"pages": len(document), "text": "\n".join(words)[:LETTERS]}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3])))  # noqa: T201 (its answer)
