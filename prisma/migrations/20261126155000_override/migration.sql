-- Why a change set may bring errors; its revisions repeat it.
ALTER TABLE "change_sets" ADD COLUMN "override" TEXT;
