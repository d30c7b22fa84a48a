import os

import pytest

from quizapp.errors import UsageError
from quizapp.tui.ahead import Ahead


def test_the_result_is_that_of_the_call_whenever_it_is_wanted():
    ahead = Ahead(lambda: {"process": os.getpid()})
    assert ahead()["process"] != os.getpid()
    assert ahead()["process"] == os.getpid()


def test_a_call_that_fails_elsewhere_fails_here_with_its_own_error(capfd):
    def refuse():
        raise UsageError("no")

    ahead = Ahead(refuse)
    with pytest.raises(UsageError, match="no"):
        ahead()
    assert capfd.readouterr() == ("", "")
