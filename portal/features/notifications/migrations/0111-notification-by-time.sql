create index notification_by_time on notification (created_at);
