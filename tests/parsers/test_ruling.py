"""Ruling lines: what is a table, what is a cell of it, and what is only a line."""

from parsers.ruling import Rule, Ruled, ruled_tables


def lines(places: list[float], start: float, end: float) -> list[Rule]:
    return [(place, start, end) for place in places]


def one(level: list[Rule], upright: list[Rule]) -> Ruled:
    [table] = ruled_tables(level, upright, tolerance=1.5)
    return table


def test_a_full_grid_has_a_cell_in_each_place() -> None:
    table = one(lines([0, 20, 40], 0, 100), lines([0, 50, 100], 0, 40))
    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells] == [
        (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip
    assert table.cell_at(75, 10) == 1
    assert table.cell_at(120, 10) is None


def test_a_side_that_is_not_drawn_merges_cells() -> None:
    upright = [*lines([0, 100], 0, 40), (50, 20, 40)]
    table = one(lines([0, 20, 40], 0, 100), upright)
    assert [(cell.row, cell.columns) for cell in table.cells] == [(1, 2), (2, 1), (2, 1)]


def test_lines_drawn_in_pieces_and_twice_are_one() -> None:
    level = [(0.0, 0, 48), (0.6, 49, 100), *lines([20, 20.9, 40], 0, 100)]
    table = one(level, lines([0, 50, 50.7, 100], 0, 40))
    assert (len(table.xs), len(table.ys)) == (3, 3)


def test_underlines_in_cells_make_no_rows() -> None:
    table = one([*lines([0, 20, 40], 0, 100), (12, 5, 40)], lines([0, 50, 100], 0, 40))
    assert table.ys == (0, 20, 40)


def test_a_top_rule_that_a_page_break_left_out_is_where_the_upright_lines_end() -> None:
    table = one(lines([20, 40], 0, 100), lines([0, 50, 100], 0, 40))
    assert table.ys == (0, 20, 40)


def test_two_tables_side_by_side_are_two() -> None:
    level = lines([0, 20, 40], 0, 100) + lines([0, 20, 40], 150, 250)
    found = ruled_tables(level, lines([0, 50, 100, 150, 200, 250], 0, 40), tolerance=1.5)
    assert [table.xs[0] for table in found] == [0, 150]


def test_a_frame_around_a_page_is_no_table() -> None:
    assert ruled_tables(lines([0, 800], 0, 500), lines([0, 500], 0, 800), tolerance=1.5) == []
