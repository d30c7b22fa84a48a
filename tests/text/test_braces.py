from quizapp.text.braces import unfilled


def test_lists_show_no_braces():
    assert unfilled("Is {{ x:2 }} more than {{ p }}?") == "Is … more than …?"
