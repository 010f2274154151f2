package text

// Page returns every text that the live page asks for in language l: those of All,
// and the words about units, requests for quote and long lists that it alone uses.
func Page(l Lang) map[string]string {
	m := All(l)
	for i := range pageWords {
		m[pageWords[i].name] = pageWords[i].in(l)
	}
	return m
}

// pageWords are the words that only the page uses.
var pageWords = [...]entry{
	// what is judged as one
	{"unit_head", "考核单元", "Judged as one"},
	{"month_end", "月末预测（90% 区间）", "Month end, 90 % band"},
	{"slack_ends", "余量耗尽", "Slack ends"},
	{"worst", "最差合约", "Worst contracts"},
	{"of_contracts", "{passed}/{all} 合约达标", "{passed} of {all} at target"},
	{"of_days", "{passed}/{all} 日达标", "{passed} of {all} days at target"},
	{"of_requests", "询价 {n} 次，未决 {open} 次", "{n} requests, {open} open"},
	{"too_few", "不足：{n}/3 个交易日", "n/a: {n} of 3 sessions"},
	{"no_forecast", "无预测", "no forecast"},
	{"band", "{low} – {high} · 达标概率 {chance}", "{low} – {high} · {chance} likely to meet"},
	{"burn", "每小时消耗（分钟）{burns}", "burn, min/h: {burns}"},
	{"safe_dark", "可断 {minutes} 分钟", "{minutes} min dark is safe"},
	{"lasts", "足够全月", "lasts the month"},
	{"impossible", "不报价则 {at} 失败", "if dark, lost {at}"},
	{"may_miss", "可再漏答", "may be missed"},
	{"requests_short", "次", "requests"},

	// steering.Need
	{"need.comfortable", "充裕", "comfortable"},
	{"need.watch", "注意", "watch"},
	{"need.behind", "落后", "behind"},
	{"need.critical", "危急", "critical"},
	{"need.lost", "已失败", "lost"},

	// steering.Stance
	{"stance.normal", "正常报价", "normal"},
	{"stance.wide", "放宽退让", "stepped back, wide"},
	{"stance.out", "撤出退让", "stepped back, out"},
	{"stance.firm", "坚持报价", "firm"},
	{"stance.duty", "仅履行义务", "duty quote"},

	// requests for quote
	{"asked", "询价", "Requests for quote"},
	{"asked_open", "未决 {open}", "{open} open"},
	{"nothing_asked", "暂无询价。", "Nobody asks."},
	{"asked_at", "时间", "Asked"},
	{"asked_state", "结果", "Outcome"},
	{"asked_held", "持续", "Held"},
	{"due_in", "剩 {time} 内回应", "answer within {time}"},
	{"overdue", "已超时 {time}", "late by {time}"},
	{"hold_for", "还须保持 {time}", "hold for {time}"},
	{"possibly", "或为{verdict}", "or {verdict}"},
	{"gate_refused", "风控：{rule}", "gate: {rule}"},

	// the agreement's term
	{"season_head", "协议期考核", "Term of the agreement"},
	{"missed_row", "连续未完成 {n}/{max}", "missed in a row {n} of {max}"},
	{"missed_total", "累计未完成 {n}/{max}", "in all {n} of {max}"},
	{"missed_may", "（最多 {n}）", " (up to {n})"},
	{"by_exchange", "交易所认定", "by the exchange"},
	{"request_by", "申请截止 {date}", "ask by {date}"},

	// what is missing or wrong and does not stop quoting
	{"alarms_head", "待处理（报价不受影响）", "Needs attention; quoting goes on"},

	// what stops, and its end
	{"restrict", "限制", "Restrict"},
	{"restrict_to", "方式", "To"},
	{"scope_head", "范围", "Scope"},
	{"reduce", "只减仓", "Reduce only"},
	{"cancel-only", "只撤", "Cancel only"},
	{"isolate", "系统隔离", "Isolate"},
	{"rearm", "解除保护", "Re-arm"},
	{"ask.reduce", "只减仓？", "Reduce only?"},
	{"ask.reduce_text", "撤下报价，只允许减少持仓的报单。重启后仍有效，直至解除。", "Takes the quotes away; only orders that take inventory down pass. It survives a restart until it is cleared."},
	{"ask.reduce_yes", "只减仓", "Reduce only"},
	{"ask.cancel-only", "只撤单？", "Cancel only?"},
	{"ask.cancel-only_text", "撤下报价，只允许撤单。重启后仍有效，直至解除。", "Takes the quotes away; only cancels pass. It survives a restart until it is cleared."},
	{"ask.cancel-only_yes", "只撤", "Cancel only"},
	{"ask.isolate", "系统隔离？", "Isolate the system?"},
	{"ask.isolate_text", "撤销全部挂单，退出会话，不再自动连接。整个账户，直至解除。", "Cancels everything, logs out and does not connect again. Of the whole account, until it is cleared."},
	{"ask.isolate_yes", "立即隔离", "Isolate now"},
	{"ask.rearm", "解除保护？", "Re-arm?"},
	{"ask.rearm_text", "结束已触发的保护。原因未消除时会再次触发。须注明操作人与原因。", "Ends what has tripped. It trips again while the cause is there. Wants a name and a reason."},
	{"ask.rearm_yes", "解除", "Re-arm"},
	{"accepted_waiting", "{act}：已登记，10 分钟内须由另一人确认。", "{act}: noted. Another person has to ask for it too within ten minutes."},

	// what holds trading back
	{"held_head", "受限", "Held back"},
	{"held_by", "{by}：{reason}", "by {by}: {reason}"},
	{"clear_waiting", "{by} 已申请解除，须另一人于 {until} 前确认", "{by} asked to clear it; another person has to, until {until}"},
	{"clear_two", "须由两人解除", "two persons clear it"},
	{"clear_one", "由一人解除", "one person clears it"},
	{"until", "至 {at}", "until {at}"},
	{"not_before", "{at} 前不可", "not before {at}"},
	{"nth_today", "今日第 {n} 次", "no. {n} today"},
	{"lasts_cause", "原因消除后自动结束", "ends with its cause"},
	{"no_rearm", "不可解除：修改配置", "nobody can: set the limit"},
	{"rearm_waiting", "{by} 已申请，须风险控制岗另一人确认", "{by} asked; another person of risk has to"},
	{"halt.no_day", "交易日未开始", "No trading day yet"},
	{"halt.uncovered", "当日无适用规则", "No rule covers the day"},
	{"halt.missing", "缺少必需规则", "A needed rule is missing"},
	{"halt.unreadable", "规则参数有误", "A rule cannot be read"},
	{"halt_more", "不报新单", "nothing new is sent"},
	{"more_left", "另有 {n} 项", "{n} more"},

	// budgets, limits, funds
	{"budgets_head", "额度", "Budgets"},
	{"budget_rule", "规则", "Rule"},
	{"used_stop", "已用 / 内部停止线", "Used / our stop"},
	{"exchange_at", "交易所阈值", "Exchange"},
	{"source", "依据", "Source"},
	{"exempted", "豁免：{source}", "exempt: {source}"},
	{"not_assessed", "不予评估", "not assessed"},
	{"positions_head", "持仓与限额", "Positions against limits"},
	{"gone_by", "须于 {at} 前消除", "gone by {at}"},
	{"worst_long", "多头最坏 / 内部限额", "Worst long / our limit"},
	{"worst_short", "空头最坏 / 内部限额", "Worst short / our limit"},
	{"counted_head", "计入多 · 空 / 交易所限额", "Counted long · short / exchange"},
	{"opens_head", "今日可开", "Opens left"},
	{"restraint.over_limit", "超仓", "over the limit"},
	{"restraint.no_limit", "限额未知", "no limit known"},
	{"restraint.unqualified", "做市资格已终止", "no longer qualified"},
	{"restraint.untold", "实控账户持仓未知", "linked account not heard of"},
	{"restraint.no_opens", "今日开仓额度用尽", "nothing may be opened today"},
	{"equity", "权益", "Equity"},
	{"show_first", "收起", "show the nearest"},
	{"role", "岗位", "As"},
	{"role.trader", "交易岗", "trader"},
	{"role.risk", "风险控制岗", "risk"},
	{"comma", "、", ", "},
	{"funds_head", "资金", "Funds"},
	{"margin", "占用保证金", "Margin held"},
	{"frozen", "冻结", "Frozen"},
	{"available", "可用资金", "Available"},
	{"opening", "可开仓资金", "Left for opening"},
	{"usage", "风险度", "Usage"},
	{"near_head", "最近额度：已用 / 内部停止线 / 交易所阈值", "Nearest budgets: used / our stop / exchange"},
	{"refused_prices", "近期价格被拒 {n} 次", "prices refused: {n}"},
	{"next_settlement", "下次结算后：保证金 {margin}，可用 {free}", "After the next settlement: margin {margin}, free {free}"},
	{"next_raised", "若交易所上调：保证金 {margin}，可用 {free}", "If the exchange raises: margin {margin}, free {free}"},
	{"worst_case", "最坏情景：价格 {price}，波动率 {vol} 点，盈亏 {pnl}，可用 {free}", "Worst scenario: prices {price}, volatility {vol} points, result {pnl}, free {free}"},
	{"limit_days_up", "连续涨停第 {day} 日：盈亏 {pnl}，可用 {free}", "Limit-up day {day} in a row: result {pnl}, free {free}"},
	{"limit_days_down", "连续跌停第 {day} 日：盈亏 {pnl}，可用 {free}", "Limit-down day {day} in a row: result {pnl}, free {free}"},
	{"to_delivery", "临近交割：{contract} 多 {long} 空 {short}，剩 {days} 个交易日，平仓需 {unwind} 日", "To delivery: {contract} long {long} short {short}, {days} trading days left, {unwind} to unwind"},
	{"exercise_brings", "行权将带来：{contract} 多 {long} 空 {short}，保证金 {margin}", "Exercise would bring: {contract} long {long} short {short}, margin {margin}"},
	{"funds_unknown", "资金不明：不开仓", "not known: nothing is opened"},
	{"not_in_force", "未启用：", "Not in force: "},
	{"all_in_force", "全部控制已启用。", "Every control is in force."},
	{"control.protection", "成交保护", "at-trade protection"},
	{"control.conduct", "交易行为监控", "surveillance counters"},
	{"control.limits", "持仓限额", "position limits"},
	{"control.funds", "资金管理", "funds and margin"},

	// many contracts
	{"filter", "筛选合约或状态", "Filter by contract or state"},
	{"options_on", "{name} 期权", "Options on {name}"},
	{"group_count", "{n} 个合约，义务 {obliged}，有效 {good}", "{n} contracts, {obliged} obliged, {good} effective"},
	{"show_all", "显示全部 {n}", "show all {n}"},
	{"show_worst", "只显示最差", "show the worst"},
	{"no_match", "没有符合的合约。", "No contract matches."},
	{"not_member", "不在报价范围", "outside the set"},
	{"asking", "询价中", "asked"},
}
