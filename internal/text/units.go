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
