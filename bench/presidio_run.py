"""Presidio's pattern recognisers on decoded text, with an NLP engine that does nothing: no model is fetched.

Runs in an environment of its own: ``presidio.py TEXTS.json``, a list of texts, one a request. Prints JSON: the seconds
after start-up and every finding as request, entity, certainty (Presidio's score) and value.
"""

import json
import sys
import time
from pathlib import Path

import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine


def main(texts: str) -> None:
    """Analyses the texts and prints what was found."""
    # Presidio checks e-mail addresses with tldextract, which would fetch a list of suffixes: the bundled one does.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = NoOpNlpEngine([{"lang_code": "en", "model_name": "none"}])
    engine.load()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine)
    requests = json.loads(Path(texts).read_text())
    analyzer.analyze("warm up", "en")
    started = time.perf_counter()
    answers = [analyzer.analyze(text, "en") for text in requests]
    seconds = time.perf_counter() - started
    found = [
        (index, one.entity_type, f"{one.score:.2f}", text[one.start : one.end])
        for index, (text, some) in enumerate(zip(requests, answers, strict=True))
        for one in some
    ]
    json.dump({"seconds": seconds, "found": found}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
