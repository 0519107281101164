#![no_main]

header_verdict_fuzz::target!("mailbox");
