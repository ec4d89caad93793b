from __future__ import annotations

from phonehome.detect.memo import Memo


def test_a_new_text_is_asked_about_and_an_old_one_is_not() -> None:
    asked: list[str] = []

    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    memo = Memo(size)
    answers = list(map(memo.__getitem__, ("imei", "id", "imei")))
    assert (answers, asked) == ([4, 2, 4], ["imei", "id"])


def test_what_is_remembered_is_bounded_and_changes_no_answer() -> None:
    memo = Memo(len, most=2)
    answers = [memo[text] for text in ("a", "bb", "ccc", "a")]
    assert (answers, len(memo)) == ([1, 2, 3, 1], 2)
