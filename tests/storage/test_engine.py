from make.databases import PostgresqlServer

from storage.unit_of_work import Database


def test_a_dead_line_to_postgresql_is_noticed_within_a_minute(postgresql_server: PostgresqlServer) -> None:
    database = Database(postgresql_server.new_database())
    connection = database.engine.raw_connection()
    told = connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    connection.close()
    database.close()
    kept = {name: int(told[name]) for name in ("keepalives_idle", "keepalives_interval", "keepalives_count")}
    assert kept["keepalives_idle"] + kept["keepalives_interval"] * kept["keepalives_count"] <= 60
    assert int(told["tcp_user_timeout"]) <= 60_000
