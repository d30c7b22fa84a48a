"""An answer as words: one token for one thing, whatever its inflection, spelling or symbol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.answers.words.tokens import LONGEST_ANSWER, Phrases, alike, sentences, stem
from tests.stubs import ANY_CHARACTER

PHRASES = Phrases(
    {
        "crossentropy": ("cross entropy", "h(p, q)"),
        "entropy": ("entropy", "h(p)"),
        "kl": ("kl divergence", "kullback leibler"),
    }
)


def words(text):
    return [[token.word for token in one.tokens] for one in sentences(text, PHRASES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cross-entropy exceeds entropy.", ["crossentropy", "exceeds", "entropy"]),
        ("H(p,q) ≥ H(p)", ["crossentropy", ">=", "entropy"]),
        ("cross entorpy", ["crossentropy"]),
        ("cross entropies", ["crossentropy"]),
        ("It doesn't vanish", ["it", "does", "not", "vanish"]),
        ("it can’t", ["it", "cannot"]),
        ("the model's guess", ["the", "model", "guess"]),
        ("that's fine", ["that", "is", "fine"]),
        ("p_i and ŷ", ["p", "and", "y"]),
        ("probs of params", ["probabilities", "of", "parameters"]),
        ("Kullback–Leibler", ["kl"]),
        ("0.7 of 1", ["0.7", "of", "1"]),
        ("e.g. this", ["e", "g", "this"]),
        ("ΣΣ", ["sum", "sum"]),
    ],
)
def test_one_thing_is_one_token(text, expected):
    assert words(text) == [expected]


def test_sentences_end_where_they_end():
    assert words("It is 0.7. So what? No;\nyes") == [
        ["it", "is", "0.7"],
        ["so", "what"],
        ["no"],
        ["yes"],
    ]


def test_a_wrapped_line_is_no_end_of_a_sentence():
    wrapped = (
        "Entropy is what one expects of the surprisal on average, and cross\nentropy exceeds it"
    )
    (sentence,) = sentences(wrapped, PHRASES)
    assert sentence.tokens[-3].word == "crossentropy"
    assert wrapped[sentence.tokens[-1].start : sentence.tokens[-1].end] == "it"


@pytest.mark.parametrize(
    "notes",
    [
        "entropy is a mean\ncross entropy exceeds it",
        "Entropy is what one expects of the surprisal on average.\ncross entropy exceeds it",
        "Entropy is what one expects of the surprisal on average\n- cross entropy exceeds it",
        "Entropy is what one expects of the surprisal on average\n\ncross entropy exceeds it",
        "Entropy is what one expects of the surprisal on average\nCross entropy exceeds it",
    ],
)
def test_notes_on_lines_of_their_own_are_sentences_of_their_own(notes):
    assert len(words(notes)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("penalises", "penalised"),
        ("minimize", "minimising"),
        ("classes", "class"),
        ("probabilities", "probability"),
        ("labelled", "label"),
        ("stopped", "stops"),
        ("behaviour", "behavior"),
        ("gradeint", "gradient"),
        ("logarithim", "logarithm"),
    ],
)
def test_inflections_spellings_and_typos_are_the_same_word(one, other):
    assert alike(stem(one), stem(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("less", "loss"),
        ("change", "chance"),
        ("derivative", "derived"),
        ("discriminate", "discriminator"),
        ("converge", "diverge"),
        ("weigh", "weight"),
        ("bound", "found"),
        ("mean", "men"),
    ],
)
def test_different_words_stay_different(one, other):
    assert not alike(stem(one), stem(other))


@given(st.text(ANY_CHARACTER, max_size=400))
def test_every_text_has_words_that_stand_in_it(text):
    for sentence in sentences(text, PHRASES):
        assert sentence.tokens
        assert all(0 <= token.start < token.end <= len(text) for token in sentence.tokens)
        starts = [token.start for token in sentence.tokens]
        assert starts == sorted(starts)


def test_a_very_long_answer_is_looked_at_up_to_a_length():
    (sentence,) = sentences("word " * LONGEST_ANSWER, PHRASES)
    assert len(sentence.tokens) == LONGEST_ANSWER // 5


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("use", "use"),
        ("uses", "use"),
        ("ties", "tie"),
        ("entropies", "entropy"),
        ("losses", "loss"),
        ("loss", "loss"),
        ("bias", "bia"),
        ("basis", "basis"),
        ("stopped", "stop"),
        ("falling", "fall"),
        ("string", "string"),
        ("red", "red"),
        ("normalized", "normalis"),
        ("colours", "color"),
        ("four", "four"),
        ("p1s", "p1s"),
    ],
)
def test_a_word_loses_its_inflection_and_no_more(word, expected):
    assert stem(word) == expected


def test_one_character_is_no_more_than_a_few_letters():
    (sentence,) = sentences("\u3392 \u33ae \ufdfa", PHRASES)  # MHz, rad/s2, a sentence of praise
    assert [token.word for token in sentence.tokens] == ["mhz", "rad"]
