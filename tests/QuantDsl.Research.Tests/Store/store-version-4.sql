BEGIN TRANSACTION;
CREATE TABLE backtest_results (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL UNIQUE REFERENCES backtest_runs(id) ON DELETE CASCADE,
    total_return REAL NOT NULL,
    cagr REAL,
    sharpe_ratio REAL,
    sortino_ratio REAL,
    calmar_ratio REAL,
    max_drawdown REAL NOT NULL,
    max_drawdown_duration_days REAL NOT NULL,
    volatility_annual REAL,
    total_trades INTEGER NOT NULL,
    winning_trades INTEGER NOT NULL,
    losing_trades INTEGER NOT NULL,
    win_rate REAL,
    profit_factor REAL,
    avg_win REAL,
    avg_loss REAL,
    largest_win REAL,
    largest_loss REAL,
    avg_trade_duration_hours REAL,
    max_consecutive_wins INTEGER NOT NULL,
    max_consecutive_losses INTEGER NOT NULL,
    total_fees REAL NOT NULL,
    total_funding REAL NOT NULL,
    total_slippage REAL NOT NULL,
    exposure REAL NOT NULL,
    ruined INTEGER NOT NULL,
    starting_balance REAL NOT NULL,
    final_equity REAL NOT NULL,
    execution_time_seconds REAL NOT NULL,
    created_at TEXT NOT NULL
);
INSERT INTO "backtest_results" VALUES(1,1,8.01322540840008201712e-02,2.76853737754111421057e+02,5.6492350110592575163e+00,1.86536352105068843343e+01,4.12473294499820895006e+03,6.7120403052962171464e-02,0.6875,1.08369989351978901481e+00,7,3,4,4.28571428571428547638e-01,2.09221968078869524632e+00,5.11662266024000700771e+02,-1.83416064307999022268e+02,5.3275302156000020658e+02,-2.5739937165599911851e+02,8.53571428571428647558e+00,3,3,5.34175391600000040162e+01,0.0,8.48879999999951593246e+01,6.13157894736842123961e-01,0,10000.0,1.08013225408400085139e+04,0.0114429,'2026-11-21T16:42:18.993Z');
INSERT INTO "backtest_results" VALUES(2,3,-5.4533702472124190308e-02,-9.83321314223005060739e-01,-6.43205832918365150163e+00,-9.17086376721703189218e+00,-1.13842905597944490383e+01,0.0863752825929945,3.45833333333333348136e+00,6.10132030134270531007e-01,6,1,5,1.66666666666666657414e-01,4.61901935612858083324e-01,4.68115839753089574065e+02,-2.02690572894866420476e+02,4.68115839753089574065e+02,-2.45510777787223020149e+02,10.375,1,3,47.1163503885403,0.0,3.04475704332702605363e+02,6.44736842105263163738e-01,0,10000.0,9.45466297527875758517e+03,0.0259214,'2026-11-21T16:42:22.836Z');
INSERT INTO "backtest_results" VALUES(3,4,0.0,0.0,NULL,NULL,NULL,0.0,0.0,0.0,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0.0,0.0,0.0,0.0,0,10000.0,10000.0,0.0052337,'2026-11-21T16:42:24.935Z');
CREATE TABLE backtest_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    strategy_id INTEGER NOT NULL REFERENCES strategies(id),
    run_mode TEXT NOT NULL,
    run_key TEXT NOT NULL,
    program_hash TEXT NOT NULL,
    data_hash TEXT NOT NULL,
    engine TEXT NOT NULL,
    symbols TEXT NOT NULL,
    timeframe TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    parameters TEXT NOT NULL,
    settings TEXT NOT NULL,
    combinations INTEGER NOT NULL,
    status TEXT NOT NULL,
    pid INTEGER NOT NULL,
    heartbeat_at TEXT NOT NULL,
    started_at TEXT NOT NULL,
    completed_at TEXT,
    error_message TEXT,
    created_at TEXT NOT NULL,
    request TEXT NOT NULL DEFAULT 'null',
    warnings TEXT NOT NULL DEFAULT '[]'
);
INSERT INTO "backtest_runs" VALUES(1,1,'backtest','053d53f2b774ab6d294871a684c1f97c6294645a8bd32332a00f59c5b7751f8c','43252812ed79f0fcd9c69f598b44f61d276b088933247c22f70f4955bd4d24e7','047394dd36382f12cee762566e2cbd06e20596237ca8c3dce291d7fb92894193','0.1.0 c5afa95d3c4a51b6','["BTCUSDT"]','15m','2024-01-01T00:00:00Z','2024-01-05T04:00:00Z','{"fast":5}','{"equity":10000,"leverage":10,"sizing":"equity_fraction:0.1","maxPosition":null,"maxLeverage":null,"limits":null,"takerFee":0.0004,"makerFee":0.0002,"fills":"screening","liquidationFormula":"simple","seed":1,"endOfData":"close","gaps":"carry","tradeFromBar":null,"tradeFrom":null,"venue":"binance-usdm","fundingIntervalHours":8,"tradingDays":365,"instrument":{"Symbol":"BTCUSDT","TickSize":0.1,"LotSize":0.001,"MinNotional":100,"SpreadTicks":1,"MaxLeverage":null,"BorrowRate":null,"ListedUtcMs":1567900800000,"MarginTables":[{"FromUtcMs":1616025600000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":250000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":250000,"Cap":1000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":1300},{"Floor":1000000,"Cap":10000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":16300},{"Floor":10000000,"Cap":20000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":266300},{"Floor":20000000,"Cap":50000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":1266300},{"Floor":50000000,"Cap":100000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":2516300},{"Floor":100000000,"Cap":200000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":5016300},{"Floor":200000000,"Cap":300000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":25016300},{"Floor":300000000,"Cap":500000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":100016300}],"Source":"Binance announcement \u0022Updates to Leverage and Margin Tiers of Binance Futures Contracts (2021-03-18)\u0022, support/announcement/86cf9aa472574b8cb2e05bb751c2a9a6; maintenance_amount derived: sum floor_k*(mmr_k-mmr_k-1)"},{"FromUtcMs":1729728000000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":600000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":600000,"Cap":3000000,"MaintenanceRate":0.0065,"MaxLeverage":75,"MaintenanceAmount":950},{"Floor":3000000,"Cap":12000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":11450},{"Floor":12000000,"Cap":70000000,"MaintenanceRate":0.02,"MaxLeverage":25,"MaintenanceAmount":131450},{"Floor":70000000,"Cap":100000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":481450},{"Floor":100000000,"Cap":230000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":2981450},{"Floor":230000000,"Cap":480000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":14481450},{"Floor":480000000,"Cap":600000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":26481450},{"Floor":600000000,"Cap":800000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":41481450},{"Floor":800000000,"Cap":1200000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":121481450},{"Floor":1200000000,"Cap":1800000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":421481450}],"Source":"freqtrade/freqtrade freqtrade/exchange/binance_leverage_tiers.json, commit 3d9514d2660c42dfdbde517f7b421d1a5cf4f196 (2024-10-24, fetched from the Binance API); maintenance_amount equals the file\u0027s info.cum"}]}}',1,'completed',20903,'2026-11-21T16:42:18.969Z','2026-11-21T16:42:18.969Z','2026-11-21T16:42:18.969Z',NULL,'2026-11-21T16:42:18.969Z','{"Folder":"/project","Words":["--bars","BTCUSDT=bars.csv","--funding","none"]}','[]');
INSERT INTO "backtest_runs" VALUES(2,1,'screening','1243e83082c0e2a9df1f98b39a04ed55fe600b3f3b1575521a22b1d6f9e5b317','512425a5a6d41814e0f14e5af0de845ac83e49f3711613f053cb6b808d5fc2a4','047394dd36382f12cee762566e2cbd06e20596237ca8c3dce291d7fb92894193','0.1.0 c5afa95d3c4a51b6','["BTCUSDT"]','15m','2024-01-01T00:00:00Z','2024-01-05T04:00:00Z','{"fast":[5,8]}','{"equity":10000,"leverage":10,"sizing":"equity_fraction:0.1","maxPosition":null,"maxLeverage":null,"limits":null,"takerFee":0.0004,"makerFee":0.0002,"fills":"screening","liquidationFormula":"simple","seed":1,"endOfData":"close","gaps":"carry","tradeFromBar":null,"tradeFrom":null,"venue":"binance-usdm","fundingIntervalHours":8,"tradingDays":365,"instrument":{"Symbol":"BTCUSDT","TickSize":0.1,"LotSize":0.001,"MinNotional":100,"SpreadTicks":1,"MaxLeverage":null,"BorrowRate":null,"ListedUtcMs":1567900800000,"MarginTables":[{"FromUtcMs":1616025600000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":250000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":250000,"Cap":1000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":1300},{"Floor":1000000,"Cap":10000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":16300},{"Floor":10000000,"Cap":20000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":266300},{"Floor":20000000,"Cap":50000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":1266300},{"Floor":50000000,"Cap":100000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":2516300},{"Floor":100000000,"Cap":200000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":5016300},{"Floor":200000000,"Cap":300000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":25016300},{"Floor":300000000,"Cap":500000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":100016300}],"Source":"Binance announcement \u0022Updates to Leverage and Margin Tiers of Binance Futures Contracts (2021-03-18)\u0022, support/announcement/86cf9aa472574b8cb2e05bb751c2a9a6; maintenance_amount derived: sum floor_k*(mmr_k-mmr_k-1)"},{"FromUtcMs":1729728000000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":600000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":600000,"Cap":3000000,"MaintenanceRate":0.0065,"MaxLeverage":75,"MaintenanceAmount":950},{"Floor":3000000,"Cap":12000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":11450},{"Floor":12000000,"Cap":70000000,"MaintenanceRate":0.02,"MaxLeverage":25,"MaintenanceAmount":131450},{"Floor":70000000,"Cap":100000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":481450},{"Floor":100000000,"Cap":230000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":2981450},{"Floor":230000000,"Cap":480000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":14481450},{"Floor":480000000,"Cap":600000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":26481450},{"Floor":600000000,"Cap":800000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":41481450},{"Floor":800000000,"Cap":1200000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":121481450},{"Floor":1200000000,"Cap":1800000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":421481450}],"Source":"freqtrade/freqtrade freqtrade/exchange/binance_leverage_tiers.json, commit 3d9514d2660c42dfdbde517f7b421d1a5cf4f196 (2024-10-24, fetched from the Binance API); maintenance_amount equals the file\u0027s info.cum"}]}}',2,'completed',20976,'2026-11-21T16:42:20.978Z','2026-11-21T16:42:20.913Z','2026-11-21T16:42:20.978Z',NULL,'2026-11-21T16:42:20.913Z','{"Folder":"/project","Words":["--bars","BTCUSDT=bars.csv","--funding","none"]}','[]');
INSERT INTO "backtest_runs" VALUES(3,1,'validation','8062b7c7543dc4c7cb1b89cb32517104f46a31f49be17f9e666a2b8c721fb675','43252812ed79f0fcd9c69f598b44f61d276b088933247c22f70f4955bd4d24e7','047394dd36382f12cee762566e2cbd06e20596237ca8c3dce291d7fb92894193','0.1.0 c5afa95d3c4a51b6','["BTCUSDT"]','15m','2024-01-01T00:00:00Z','2024-01-05T04:00:00Z','{"fast":5}','{"equity":10000,"leverage":10,"sizing":"equity_fraction:0.1","maxPosition":null,"maxLeverage":null,"limits":null,"takerFee":0.0004,"makerFee":0.0002,"fills":"realistic","models":{"funding":true,"rounding":true,"impact":true,"stopTick":true,"latencyNanos":150000000,"queueProbability":0.8,"queueShare":0.1,"innerBars":true,"intrabar":"resolved","markPrice":true},"liquidationFormula":"simple","seed":1,"endOfData":"close","gaps":"carry","tradeFromBar":null,"tradeFrom":null,"venue":"binance-usdm","fundingIntervalHours":8,"tradingDays":365,"instrument":{"Symbol":"BTCUSDT","TickSize":0.1,"LotSize":0.001,"MinNotional":100,"SpreadTicks":1,"MaxLeverage":null,"BorrowRate":null,"ListedUtcMs":1567900800000,"MarginTables":[{"FromUtcMs":1616025600000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":250000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":250000,"Cap":1000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":1300},{"Floor":1000000,"Cap":10000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":16300},{"Floor":10000000,"Cap":20000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":266300},{"Floor":20000000,"Cap":50000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":1266300},{"Floor":50000000,"Cap":100000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":2516300},{"Floor":100000000,"Cap":200000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":5016300},{"Floor":200000000,"Cap":300000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":25016300},{"Floor":300000000,"Cap":500000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":100016300}],"Source":"Binance announcement \u0022Updates to Leverage and Margin Tiers of Binance Futures Contracts (2021-03-18)\u0022, support/announcement/86cf9aa472574b8cb2e05bb751c2a9a6; maintenance_amount derived: sum floor_k*(mmr_k-mmr_k-1)"},{"FromUtcMs":1729728000000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":600000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":600000,"Cap":3000000,"MaintenanceRate":0.0065,"MaxLeverage":75,"MaintenanceAmount":950},{"Floor":3000000,"Cap":12000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":11450},{"Floor":12000000,"Cap":70000000,"MaintenanceRate":0.02,"MaxLeverage":25,"MaintenanceAmount":131450},{"Floor":70000000,"Cap":100000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":481450},{"Floor":100000000,"Cap":230000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":2981450},{"Floor":230000000,"Cap":480000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":14481450},{"Floor":480000000,"Cap":600000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":26481450},{"Floor":600000000,"Cap":800000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":41481450},{"Floor":800000000,"Cap":1200000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":121481450},{"Floor":1200000000,"Cap":1800000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":421481450}],"Source":"freqtrade/freqtrade freqtrade/exchange/binance_leverage_tiers.json, commit 3d9514d2660c42dfdbde517f7b421d1a5cf4f196 (2024-10-24, fetched from the Binance API); maintenance_amount equals the file\u0027s info.cum"}]}}',1,'completed',21050,'2026-11-21T16:42:22.796Z','2026-11-21T16:42:22.796Z','2026-11-21T16:42:22.796Z',NULL,'2026-11-21T16:42:22.796Z','{"Folder":"/project","Words":["--bars","BTCUSDT=bars.csv","--funding","none"]}','[]');
INSERT INTO "backtest_runs" VALUES(4,4,'backtest','a0a69e7c049d0f67c372d0ee7034d19d7a210812ff1b429e845a7ef09715111b','934d35936f0a2a23d297689ec7d505c3ae636c5392428114cbc61c468077ffef','047394dd36382f12cee762566e2cbd06e20596237ca8c3dce291d7fb92894193','0.1.0 c5afa95d3c4a51b6','["BTCUSDT"]','15m','2024-01-01T00:00:00Z','2024-01-05T04:00:00Z','{}','{"equity":10000,"leverage":10,"sizing":"equity_fraction:0.1","maxPosition":null,"maxLeverage":null,"limits":null,"takerFee":0.0004,"makerFee":0.0002,"fills":"screening","liquidationFormula":"simple","seed":1,"endOfData":"close","gaps":"carry","tradeFromBar":null,"tradeFrom":null,"venue":"binance-usdm","fundingIntervalHours":8,"tradingDays":365,"instrument":{"Symbol":"BTCUSDT","TickSize":0.1,"LotSize":0.001,"MinNotional":100,"SpreadTicks":1,"MaxLeverage":null,"BorrowRate":null,"ListedUtcMs":1567900800000,"MarginTables":[{"FromUtcMs":1616025600000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":250000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":250000,"Cap":1000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":1300},{"Floor":1000000,"Cap":10000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":16300},{"Floor":10000000,"Cap":20000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":266300},{"Floor":20000000,"Cap":50000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":1266300},{"Floor":50000000,"Cap":100000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":2516300},{"Floor":100000000,"Cap":200000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":5016300},{"Floor":200000000,"Cap":300000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":25016300},{"Floor":300000000,"Cap":500000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":100016300}],"Source":"Binance announcement \u0022Updates to Leverage and Margin Tiers of Binance Futures Contracts (2021-03-18)\u0022, support/announcement/86cf9aa472574b8cb2e05bb751c2a9a6; maintenance_amount derived: sum floor_k*(mmr_k-mmr_k-1)"},{"FromUtcMs":1729728000000,"Tiers":[{"Floor":0,"Cap":50000,"MaintenanceRate":0.004,"MaxLeverage":125,"MaintenanceAmount":0},{"Floor":50000,"Cap":600000,"MaintenanceRate":0.005,"MaxLeverage":100,"MaintenanceAmount":50},{"Floor":600000,"Cap":3000000,"MaintenanceRate":0.0065,"MaxLeverage":75,"MaintenanceAmount":950},{"Floor":3000000,"Cap":12000000,"MaintenanceRate":0.01,"MaxLeverage":50,"MaintenanceAmount":11450},{"Floor":12000000,"Cap":70000000,"MaintenanceRate":0.02,"MaxLeverage":25,"MaintenanceAmount":131450},{"Floor":70000000,"Cap":100000000,"MaintenanceRate":0.025,"MaxLeverage":20,"MaintenanceAmount":481450},{"Floor":100000000,"Cap":230000000,"MaintenanceRate":0.05,"MaxLeverage":10,"MaintenanceAmount":2981450},{"Floor":230000000,"Cap":480000000,"MaintenanceRate":0.1,"MaxLeverage":5,"MaintenanceAmount":14481450},{"Floor":480000000,"Cap":600000000,"MaintenanceRate":0.125,"MaxLeverage":4,"MaintenanceAmount":26481450},{"Floor":600000000,"Cap":800000000,"MaintenanceRate":0.15,"MaxLeverage":3,"MaintenanceAmount":41481450},{"Floor":800000000,"Cap":1200000000,"MaintenanceRate":0.25,"MaxLeverage":2,"MaintenanceAmount":121481450},{"Floor":1200000000,"Cap":1800000000,"MaintenanceRate":0.5,"MaxLeverage":1,"MaintenanceAmount":421481450}],"Source":"freqtrade/freqtrade freqtrade/exchange/binance_leverage_tiers.json, commit 3d9514d2660c42dfdbde517f7b421d1a5cf4f196 (2024-10-24, fetched from the Binance API); maintenance_amount equals the file\u0027s info.cum"}]}}',1,'completed',21086,'2026-11-21T16:42:24.880Z','2026-11-21T16:42:24.880Z','2026-11-21T16:42:24.880Z',NULL,'2026-11-21T16:42:24.880Z','{"Folder":"/project","Words":["--bars","BTCUSDT=bars.csv","--funding","none"]}','[]');
CREATE TABLE strategies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    version INTEGER NOT NULL,
    document_hash TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    created_at TEXT NOT NULL
);
INSERT INTO "strategies" VALUES(1,'old_cross','',1,'d6c2d77fbaa51a4cbbd260693063d4a35e539371efd3ee028c2b2706416199ac','strategy old_cross version 1

timeframe 15m

param fast = 5 in [5, 8]

regime calm when ATR(14) < 1

enter long when EMA(close, fast) crosses_above EMA(close, 20)
enter short when EMA(close, fast) crosses_below EMA(close, 20)

exit after 60 bars

stop 2%
target 5%
','2026-11-21T16:42:18.969Z');
INSERT INTO "strategies" VALUES(4,'never','',1,'5486bb8d56972b968c660d8705e9998291d949027fe96bd60f1d9f6b319cbbf8','strategy never version 1

timeframe 15m

enter long when close > 1000000

stop 2%
','2026-11-21T16:42:24.880Z');
CREATE TABLE sweep_results (
    run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
    combination INTEGER NOT NULL,
    parameters TEXT NOT NULL,
    final_equity REAL NOT NULL,
    total_return REAL NOT NULL,
    cagr REAL,
    sharpe_ratio REAL,
    sortino_ratio REAL,
    calmar_ratio REAL,
    max_drawdown REAL NOT NULL,
    volatility_annual REAL,
    profit_factor REAL,
    win_rate REAL,
    total_trades INTEGER NOT NULL,
    total_fees REAL NOT NULL,
    total_funding REAL NOT NULL,
    total_slippage REAL NOT NULL,
    is_pareto_optimal INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, combination)
) WITHOUT ROWID;
INSERT INTO "sweep_results" VALUES(2,0,'{"fast":5}',1.08013225408400085139e+04,8.01322540840008201712e-02,2.76853737754111421057e+02,5.6492350110592575163e+00,1.86536352105068843343e+01,4.12473294499820895006e+03,6.7120403052962171464e-02,1.08369989351978901481e+00,2.09221968078869524632e+00,4.28571428571428547638e-01,7,5.34175391600000040162e+01,0.0,8.48879999999951593246e+01,1);
INSERT INTO "sweep_results" VALUES(2,1,'{"fast":8}',9.60832560208000541028e+03,-3.91674397919994365935e-02,-9.45889323807988513514e-01,-4.81016236064043489761e+00,-7.6808705788339688425e+00,-1.13946938633878609432e+01,8.30113853999371459346e-02,5.76799472300759230591e-01,5.51415520824029670166e-01,1.66666666666666657414e-01,6,4.53936379199999961997e+01,0.0,6.93834999999960615451e+01,0);
CREATE TABLE trades (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
    symbol TEXT NOT NULL,
    direction TEXT NOT NULL,
    leverage REAL NOT NULL,
    signal_time TEXT NOT NULL,
    entry_time TEXT NOT NULL,
    exit_time TEXT NOT NULL,
    entry_price REAL NOT NULL,
    exit_price REAL NOT NULL,
    quantity REAL NOT NULL,
    entry_fee REAL NOT NULL,
    exit_fee REAL NOT NULL,
    funding_fees REAL NOT NULL,
    slippage_cost REAL NOT NULL,
    gross_pnl REAL NOT NULL,
    net_pnl REAL NOT NULL,
    roi_percent REAL NOT NULL,
    exit_reason TEXT NOT NULL,
    regime TEXT
);
INSERT INTO "trades" VALUES(1,1,'BTCUSDT','LONG',10.0,'2024-01-01T11:00:00Z','2024-01-01T11:00:00Z','2024-01-01T21:45:00Z',100.58,98.4,99.423,3.99998613600000041401e+00,3.91328928000000031417e+00,0.0,1.98845999999988691797e+01,-2.16742139999999267269e+02,-2.24655415415999243572e+02,-2.24656194074367867577e+01,'stop_loss','calm');
INSERT INTO "trades" VALUES(2,1,'BTCUSDT','LONG',10.0,'2024-01-02T02:30:00Z','2024-01-02T02:30:00Z','2024-01-02T05:30:00Z',9.90099999999999909067e+01,104.0,98.73,3.91010292,2.05358400000000029805e+00,0.0,9.87299999999944,4.9266270000000093889e+02,4.86699013080000952424e+02,4.97888698111302900866e+01,'take_profit','calm');
INSERT INTO "trades" VALUES(3,1,'BTCUSDT','SHORT',10.0,'2024-01-02T09:15:00Z','2024-01-02T09:15:00Z','2024-01-02T19:00:00Z',100.93,95.8,101.674,4.10478272800000087983e+00,1.94807384000000038959e+00,0.0,1.01673999999994233431e+01,521.587620000001,515.534763432001,5.02374715149114265972e+01,'take_profit','calm');
INSERT INTO "trades" VALUES(4,1,'BTCUSDT','LONG',10.0,'2024-01-03T01:15:00Z','2024-01-03T01:15:00Z','2024-01-03T15:45:00Z',95.52,100.3,112.83,4.31100864,2.2633698,0.0,1.12829999999993582095e+01,5.39327400000000125148e+02,5.3275302156000020658e+02,4.94318676716918119478e+01,'take_profit','calm');
INSERT INTO "trades" VALUES(5,1,'BTCUSDT','SHORT',10.0,'2024-01-03T20:00:00Z','2024-01-03T20:00:00Z','2024-01-04T01:45:00Z',9.93200000000000073931e+01,101.5,113.877,4.52410545600000091326e+00,4.6234062,0.0,2.27753999999987044589e+01,-2.48251859999999140876e+02,-2.5739937165599911851e+02,-2.27580346355214686577e+01,'stop_loss','calm');
INSERT INTO "trades" VALUES(6,1,'BTCUSDT','SHORT',10.0,'2024-01-04T08:30:00Z','2024-01-04T08:30:00Z','2024-01-04T23:30:00Z',101.36,1.01419999999999987494e+02,109.046,4.4211610240000007721e+00,4.42377812799999947657e+00,0.0,1.09045999999993803442e+01,-6.54275999999869828371e+00,-15.3876991519987,-1.39218626677178436423e+00,'time_stop','calm');
INSERT INTO "trades" VALUES(7,1,'BTCUSDT','SHORT',10.0,'2024-01-05T00:45:00Z','2024-01-05T00:45:00Z','2024-01-05T01:45:00Z',99.06,101.1,111.422,4.414985328,4.50590568,0.0,0.0,-2.27300879999999096972e+02,-2.3622177100799910932e+02,-2.14018170805571550374e+01,'stop_loss','calm');
INSERT INTO "trades" VALUES(8,3,'BTCUSDT','LONG',10.0,'2024-01-01T11:00:00Z','2024-01-01T11:00:00Z','2024-01-01T21:30:00Z',1.00727804344167580551e+02,9.83705963842945436698e+01,99.277,3.99998169275037,3.90637507889744384215e+00,0.0,5.73034746323153711946e+01,-2.34016534632315483573e+02,-2.41922891403963291178e+02,-2.4192399864472196925e+01,'stop_loss','calm');
INSERT INTO "trades" VALUES(9,3,'BTCUSDT','LONG',10.0,'2024-01-02T02:30:00Z','2024-01-02T02:30:00Z','2024-01-02T17:30:00Z',9.91454807568867551009e+01,9.68038671529788388205e+01,98.421,3.90319894462942107438e+00,3.81101336362533293922e+00,0.0,5.23219425102208077768e+01,-2.30463952510221048441e+02,-2.38178164818475806901e+02,-2.44085088356764750021e+01,'stop_loss','calm');
INSERT INTO "trades" VALUES(10,3,'BTCUSDT','LONG',10.0,'2024-01-03T01:15:00Z','2024-01-03T01:15:00Z','2024-01-03T16:15:00Z',9.56165544750323590471e+01,1.00396059324225021217e+02,99.563,3.80794840527905931182e+00,3.9380531417991258003e+00,0.0,41.2057586998326,4.75861841300167725437e+02,4.68115839753089574065e+02,4.91724981466795370028e+01,'time_stop','calm');
INSERT INTO "trades" VALUES(11,3,'BTCUSDT','SHORT',10.0,'2024-01-03T20:00:00Z','2024-01-03T20:00:00Z','2024-01-04T01:45:00Z',9.92036431978473132176e+01,1.01542336545105982281e+02,100.681,3.99516880032098642416e+00,4.08935359427912636931e+00,0.0,5.62498048953499392172e+01,-2.35461984895350042281e+02,-2.43546507289950142204e+02,-2.43841018452469597836e+01,'stop_loss','calm');
INSERT INTO "trades" VALUES(12,3,'BTCUSDT','SHORT',10.0,'2024-01-04T08:30:00Z','2024-01-04T08:30:00Z','2024-01-04T23:30:00Z',1.01174483839581455415e+02,1.0155329453976834486e+02,96.313,3.89776722481664350539e+00,3.91236098280348398859e+00,0.0,4.0336914967100483409e+01,-3.64843949670998810583e+01,-4.42945231747200054419e+01,-4.54563042068821143715e+00,'time_stop','calm');
INSERT INTO "trades" VALUES(13,3,'BTCUSDT','SHORT',10.0,'2024-01-05T00:45:00Z','2024-01-05T00:45:00Z','2024-01-05T01:45:00Z',9.88281690951715319215e+01,1.01249495914336733908e+02,98.151,3.88003344994407273205e+00,3.97509570939522616228e+00,0.0,5.70578086278834035755e+01,-2.37655648627883721237e+02,-2.45510777787223020149e+02,-2.53101712605866175915e+01,'stop_loss','calm');
CREATE TABLE validation_steps (
    run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
    source_run_id INTEGER REFERENCES backtest_runs(id) ON DELETE SET NULL,
    combination INTEGER,
    position INTEGER NOT NULL,
    model TEXT NOT NULL,
    final_equity REAL NOT NULL,
    difference REAL NOT NULL,
    total_trades INTEGER,
    PRIMARY KEY (run_id, position)
) WITHOUT ROWID;
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,0,'bare',1.19483686579111199539e+04,0.0,NULL);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,1,'fees',1.18826966780381990248e+04,-6.56719798729209287575e+01,8);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,2,'funding',1.18826966780381990248e+04,0.0,8);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,3,'slippage',9.51286136718032503296e+03,-2.36983531085787399212e+03,6);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,4,'stop-tick',9.47386908097754712812e+03,-3.8992286202777904692e+01,6);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,5,'latency',9.47487944190196867532e+03,1.01036092442154767923e+00,6);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,6,'queue',9472.90290128994,-1.97654061202956654597e+00,6);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,7,'intrabar',9472.90290128994,0.0,6);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,8,'mark-price',9472.90290128994,0.0,6);
INSERT INTO "validation_steps" VALUES(3,NULL,NULL,9,'rounding',9.45466297527875758517e+03,-1.82399260111815237905e+01,6);
CREATE INDEX idx_backtest_runs_strategy ON backtest_runs(strategy_id);
CREATE INDEX idx_backtest_runs_status ON backtest_runs(status);
CREATE INDEX idx_backtest_runs_key ON backtest_runs(run_key);
CREATE INDEX idx_trades_run ON trades(run_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('strategies',4);
INSERT INTO "sqlite_sequence" VALUES('backtest_runs',4);
INSERT INTO "sqlite_sequence" VALUES('backtest_results',3);
INSERT INTO "sqlite_sequence" VALUES('trades',13);
COMMIT;
PRAGMA user_version = 4;
