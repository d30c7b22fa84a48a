"""Textual's own text area and list, which take what comes too late for them."""

from __future__ import annotations

from textual import events, widgets
from textual.widgets.text_area import Selection


class TextArea(widgets.TextArea):
    """A field for lines, in which any edit can be undone."""

    def undo(self) -> None:
        """Undo the last edits."""
        if self.history.undo_stack:
            self._leave_the_lines()
        super().undo()

    def redo(self) -> None:
        """Make again what was undone last."""
        if self.history.redo_stack:
            self._leave_the_lines()
        super().redo()

    def _leave_the_lines(self) -> None:
        """Go to the start: where a scrollbar goes, the cursor is looked for before it is put back.

        The line that it is on may be gone by then.
        """
        self.selection = Selection.cursor(self.document.start)


class OptionList(widgets.OptionList):
    """A list that may have been narrowed before a click, and may have no room for any entry."""

    def on_click(self, event: events.Click) -> None:
        """Choose nothing by an entry that is gone."""
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn no page where there is no room for one."""
        if action in ("page_up", "page_down"):
            return bool(self.scrollable_content_region)
        return super().check_action(action, parameters)
