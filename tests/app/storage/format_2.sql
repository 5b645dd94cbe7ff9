BEGIN TRANSACTION;
CREATE TABLE actors (
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        detail TEXT NOT NULL,
        CONSTRAINT pk_actors PRIMARY KEY (id),
        CONSTRAINT ck_actors_kind_known CHECK (kind IN ('person', 'import', 'run'))
    );
INSERT INTO "actors" VALUES('ann','person','Ann Ångström','');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE classes (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        colour TEXT NOT NULL,
        hot_key TEXT NOT NULL,
        kind TEXT NOT NULL,
        lead_ms INTEGER NOT NULL,
        lag_ms INTEGER NOT NULL,
        directional BOOLEAN NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_classes PRIMARY KEY (id),
        CONSTRAINT ck_classes_kind_known CHECK (kind IN ('segment', 'point', 'box')),
        CONSTRAINT uq_classes_name UNIQUE (name)
    );
INSERT INTO "classes" VALUES('serve','serve 🎾','#E69F00','1','segment',100,200,1,1);
INSERT INTO "classes" VALUES('hit','hit it','#56B4E9','h','point',0,0,0,0);
INSERT INTO "classes" VALUES('ball','it''s; DROP TABLE classes --','#009E73','b','box',0,0,0,2);
CREATE TABLE complete_ranges (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        actor_id TEXT NOT NULL,
        class_id TEXT,
        CONSTRAINT pk_complete_ranges PRIMARY KEY (id),
        CONSTRAINT ck_complete_ranges_not_empty CHECK (end_tick > start_tick),
        CONSTRAINT fk_complete_ranges_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_complete_ranges_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_complete_ranges_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED
    );
INSERT INTO "complete_ranges" VALUES('c1','film',0,500,'ann',NULL);
INSERT INTO "complete_ranges" VALUES('c2','film',500,900,'ann','serve');
CREATE TABLE edit_log (
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        monotonic_ns INTEGER NOT NULL,
        actor TEXT NOT NULL,
        verb TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        count INTEGER NOT NULL,
        edit TEXT NOT NULL,
        inverse TEXT NOT NULL,
        edit_sha256 TEXT NOT NULL,
        inverse_sha256 TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL,
        CONSTRAINT pk_edit_log PRIMARY KEY (number),
        CONSTRAINT ck_edit_log_number CHECK (number > 0),
        CONSTRAINT uq_edit_log_hash UNIQUE (hash)
    );
INSERT INTO "edit_log" VALUES(1,'2026-05-04T12:00:00.123456+00:00',49162806882795,'{"detail":"","id":"ann","kind":"person","name":"Ann Ångström"}','add','film',17,'[["class","serve",{"colour":"#E69F00","directional":true,"hot_key":"1","id":"serve","kind":"segment","lag_ms":200,"lead_ms":100,"name":"serve 🎾","position":1}],["class","hit",{"colour":"#56B4E9","directional":false,"hot_key":"","id":"hit","kind":"point","lag_ms":0,"lead_ms":0,"name":"hit","position":0}],["class","ball",{"colour":"#009E73","directional":false,"hot_key":"b","id":"ball","kind":"box","lag_ms":0,"lead_ms":0,"name":"it''s; DROP TABLE classes --","position":2}],["medium","film",{"audio_channel":0,"audio_offset_ms":-40,"audio_stream":1,"confirmed":true,"end_tick":1099511627776,"facts":"{\"rate\":29.97,\"rotation\":90,\"video\":{\"codec\":\"h264\"},\"warnings\":[\"ä\"]}","frames":12,"group_name":"court 1","has_audio":true,"has_video":true,"height":1080,"id":"film","name":"a b.mp4","notes":"exhibit 7","origin_den":5,"origin_num":-7,"path":"films/a b.mp4","periods":"[{\"clock_start_ms\":0,\"counts_down\":false,\"end\":900,\"length_ms\":2700000,\"name\":\"1. Hälfte\",\"start\":-7,\"stops\":[[10,20],[20,30]]},{\"clock_start_ms\":600000,\"counts_down\":true,\"end\":1099511627776,\"length_ms\":0,\"name\":\"Q4\",\"start\":900,\"stops\":[]}]","quick_hash":"q","sample_rate":48000,"sha256":"s","size":8589934592,"start_tick":-7,"sync_us":-1234567,"time_base_den":30000,"time_base_num":1001,"video_stream":3,"wall_clock":"2026-05-04T12:00:00+02:00","wall_clock_uncertainty_ms":1500,"wall_clock_zone":"Asia/Shanghai","width":1920}],["medium","sound",{"audio_channel":-1,"audio_offset_ms":0,"audio_stream":-1,"confirmed":false,"end_tick":480000,"facts":"{}","frames":0,"group_name":"b","has_audio":false,"has_video":false,"height":0,"id":"sound","name":"b.wav","notes":"","origin_den":1,"origin_num":0,"path":"b.wav","periods":"[]","quick_hash":"","sample_rate":0,"sha256":"","size":0,"start_tick":0,"sync_us":null,"time_base_den":48000,"time_base_num":1,"video_stream":-1,"wall_clock":"","wall_clock_uncertainty_ms":0,"wall_clock_zone":"","width":0}],["run","r1",{"checkpoint":"r1/model.safetensors","code_version":"0.1","config":"{\"heads\":[\"clip\",\"dense\"],\"lr\":0.001}","created_at":"2026-05-04T12:00:00Z","device":"cpu","id":"r1","label_ids":"[\"s1\",\"s2\"]","metrics":"{\"macro_f1\":0.3333333333333333}","name":"first","number":1,"parent_id":null,"preset":"sora-av","promotion":"promoted","reason":"better","seed":7,"snapshot_hash":"abc"}],["layer","l1",{"attention":"r1/attention.npz","created_at":"later","curves":"r1/curves.npz","id":"l1","medium_id":"film","run_id":"r1"}],["track","t1",{"actor_id":"ann","attributes":"{\"colour\":\"red\"}","class_id":"ball","comment":"far","id":"t1","medium_id":"film","number":3,"origin":"imported","verification":"unseen"}],["run","r2",{"checkpoint":"","code_version":"","config":"{}","created_at":"later","device":"","id":"r2","label_ids":"[]","metrics":"{}","name":"second","number":2,"parent_id":"r1","preset":"","promotion":"refused","reason":"","seed":0,"snapshot_hash":""}],["segment","s1",{"actor_id":"ann","attributes":"{\"side\":\"left\",\"ü\":\"\"}","class_id":"serve","comment":"ein „Zitat“\nund ein Umbruch","end_tick":1001,"id":"s1","is_point":false,"medium_id":"film","origin":"hand","start_tick":0,"suggestion_id":"","verification":"seen"}],["segment","p1",{"actor_id":"ann","attributes":"{}","class_id":"hit","comment":"","end_tick":6,"id":"p1","is_point":true,"medium_id":"film","origin":"suggestion","start_tick":5,"suggestion_id":"g1","verification":"blind"}],["complete range","c1",{"actor_id":"ann","class_id":null,"end_tick":500,"id":"c1","medium_id":"film","start_tick":0}],["complete range","c2",{"actor_id":"ann","class_id":"serve","end_tick":900,"id":"c2","medium_id":"film","start_tick":500}],["key frame","t1@10",{"h":0.001,"occluded":true,"outside":false,"tick":10,"track_id":"t1","w":100.5,"x":0.1,"y":-0.3333333333333333}],["key frame","t1@20",{"h":4,"occluded":false,"outside":true,"tick":20,"track_id":"t1","w":3,"x":1,"y":2}],["suggestion","g2",{"class_id":"serve","decided_at":"noon","decided_by":"ann","decision":"rejected","end_sd":9,"end_tick":200,"id":"g2","is_point":false,"label_id":"","layer_id":"l1","score":0.3333333333333333,"start_sd":4,"start_tick":100}],["proposals","36b54bd6036256293dbb530e12ac7a2a7d3a6f998da8953ae1c1520d6b84e0cd",{"added":1,"removed":0}]]','[["class","serve",null],["class","hit",null],["class","ball",null],["medium","film",null],["medium","sound",null],["run","r1",null],["layer","l1",null],["track","t1",null],["run","r2",null],["segment","s1",null],["segment","p1",null],["complete range","c1",null],["complete range","c2",null],["key frame","t1@10",null],["key frame","t1@20",null],["suggestion","g2",null],["proposals","36b54bd6036256293dbb530e12ac7a2a7d3a6f998da8953ae1c1520d6b84e0cd",{"added":1,"removed":0}]]','b8c0e515f8949bec06c016e7b3c6dc9d4d5f3f0223bae5b66a8aa2494b8f5a81','b524a08175fc2c1ade47861bf1fb10799b5ee90d2d4afe5c46131cf858767314','899800a2b561079e639c63ef6a0b045b60899ec01f61fd325923d3b6957cb28f','517fd3bafc2cba0959784327a70e2cbc98c9a7bc494b118f9899f035b1f59a2c');
INSERT INTO "edit_log" VALUES(2,'2026-05-04T12:00:00.123456+00:00',49162811184709,'{"detail":"","id":"ann","kind":"person","name":"Ann Ångström"}','change class','',1,'[["class","hit",{"hot_key":"h","name":"hit it"}]]','[["class","hit",{"hot_key":"","name":"hit"}]]','983cf77b14a602c86a66bfe9ad062a067ca6e260dda10b1c14c5576513e5174b','c12b77b9c6d3e78117b8eaa27bdd4158b61f25dc5b91992c5a212aa4f05bcfff','517fd3bafc2cba0959784327a70e2cbc98c9a7bc494b118f9899f035b1f59a2c','a0676171254c8c59715d8e67198ca34595333f7556be21931c1c0cb4704fc4f5');
INSERT INTO "edit_log" VALUES(3,'2026-05-04T12:00:00.123456+00:00',49162812439909,'{"detail":"","id":"ann","kind":"person","name":"Ann Ångström"}','undo change class','',1,'[["class","hit",{"hot_key":"","name":"hit"}]]','[["class","hit",{"hot_key":"h","name":"hit it"}]]','c12b77b9c6d3e78117b8eaa27bdd4158b61f25dc5b91992c5a212aa4f05bcfff','983cf77b14a602c86a66bfe9ad062a067ca6e260dda10b1c14c5576513e5174b','a0676171254c8c59715d8e67198ca34595333f7556be21931c1c0cb4704fc4f5','397f1d740b88607c7bba13c28e5be6b6d4c7f7f65de3c4e14d5c645247f7456b');
INSERT INTO "edit_log" VALUES(4,'2026-05-04T12:00:00.123456+00:00',49162813423196,'{"detail":"","id":"ann","kind":"person","name":"Ann Ångström"}','change class','',1,'[["class","hit",{"hot_key":"h","name":"hit it"}]]','[["class","hit",{"hot_key":"","name":"hit"}]]','983cf77b14a602c86a66bfe9ad062a067ca6e260dda10b1c14c5576513e5174b','c12b77b9c6d3e78117b8eaa27bdd4158b61f25dc5b91992c5a212aa4f05bcfff','397f1d740b88607c7bba13c28e5be6b6d4c7f7f65de3c4e14d5c645247f7456b','cdc831749ab0c7387fcb615677ab604911c3a155691fab690932ed29a5970b16');
CREATE TABLE key_frames (
        track_id TEXT NOT NULL,
        tick INTEGER NOT NULL,
        x FLOAT NOT NULL,
        y FLOAT NOT NULL,
        w FLOAT NOT NULL,
        h FLOAT NOT NULL,
        outside BOOLEAN NOT NULL,
        occluded BOOLEAN NOT NULL,
        CONSTRAINT pk_key_frames PRIMARY KEY (track_id, tick),
        CONSTRAINT ck_key_frames_box CHECK (w > 0 AND h > 0),
        CONSTRAINT fk_key_frames_track_id FOREIGN KEY(track_id) REFERENCES tracks (id) DEFERRABLE INITIALLY DEFERRED
    )
     WITHOUT ROWID
    ;
INSERT INTO "key_frames" VALUES('t1',10,0.1,-3.33333333333333314829e-01,100.5,0.001,0,1);
INSERT INTO "key_frames" VALUES('t1',20,1.0,2.0,3.0,4.0,1,0);
CREATE TABLE layers (
        id TEXT NOT NULL,
        run_id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        created_at TEXT NOT NULL,
        curves TEXT NOT NULL,
        attention TEXT NOT NULL,
        CONSTRAINT pk_layers PRIMARY KEY (id),
        CONSTRAINT fk_layers_run_id FOREIGN KEY(run_id) REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_layers_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED
    );
INSERT INTO "layers" VALUES('l1','r1','film','later','r1/curves.npz','r1/attention.npz');
CREATE TABLE "media" (
        id TEXT NOT NULL,
        path TEXT NOT NULL,
        name TEXT NOT NULL,
        group_name TEXT NOT NULL,
        time_base_num INTEGER NOT NULL,
        time_base_den INTEGER NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        origin_num INTEGER NOT NULL,
        origin_den INTEGER NOT NULL,
        frames INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        sample_rate INTEGER NOT NULL,
        has_video BOOLEAN NOT NULL,
        has_audio BOOLEAN NOT NULL,
        size INTEGER NOT NULL,
        quick_hash TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        confirmed BOOLEAN NOT NULL,
        wall_clock TEXT NOT NULL,
        notes TEXT NOT NULL,
        audio_offset_ms INTEGER NOT NULL,
        facts TEXT NOT NULL,
        video_stream INTEGER NOT NULL,
        audio_stream INTEGER NOT NULL,
        audio_channel INTEGER NOT NULL,
        wall_clock_zone TEXT NOT NULL,
        wall_clock_uncertainty_ms INTEGER NOT NULL,
        periods TEXT NOT NULL,
        sync_us INTEGER,
        CONSTRAINT pk_media PRIMARY KEY (id),
        CONSTRAINT ck_media_time_base CHECK (time_base_num > 0 AND time_base_den > 0 AND origin_den > 0),
        CONSTRAINT ck_media_span CHECK (end_tick >= start_tick),
        CONSTRAINT uq_media_path UNIQUE (path)
    );
INSERT INTO "media" VALUES('film','films/a b.mp4','a b.mp4','court 1',1001,30000,-7,1099511627776,-7,5,12,1920,1080,48000,1,1,8589934592,'q','s',1,'2026-05-04T12:00:00+02:00','exhibit 7',-40,'{"rate":29.97,"rotation":90,"video":{"codec":"h264"},"warnings":["ä"]}',3,1,0,'Asia/Shanghai',1500,'[{"clock_start_ms":0,"counts_down":false,"end":900,"length_ms":2700000,"name":"1. Hälfte","start":-7,"stops":[[10,20],[20,30]]},{"clock_start_ms":600000,"counts_down":true,"end":1099511627776,"length_ms":0,"name":"Q4","start":900,"stops":[]}]',-1234567);
INSERT INTO "media" VALUES('sound','b.wav','b.wav','b',1,48000,0,480000,0,1,0,0,0,0,0,0,0,'','',0,'','',0,'{}',-1,-1,-1,'',0,'[]',NULL);
CREATE TABLE project (
        only INTEGER NOT NULL,
        uuid TEXT NOT NULL,
        created_at TEXT NOT NULL,
        purpose TEXT NOT NULL,
        retention_date TEXT NOT NULL,
        legal_hold BOOLEAN NOT NULL,
        sensitive BOOLEAN NOT NULL,
        CONSTRAINT pk_project PRIMARY KEY (only),
        CONSTRAINT ck_project_one_row CHECK ("only" = 1)
    );
INSERT INTO "project" VALUES(1,'b6da6d52668346068bdb2a8464db7731','2026-11-21T22:19:37.628509+00:00','','',0,0);
CREATE TABLE runs (
        id TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        promotion TEXT NOT NULL,
        reason TEXT NOT NULL,
        preset TEXT NOT NULL,
        seed INTEGER NOT NULL,
        parent_id TEXT,
        device TEXT NOT NULL,
        code_version TEXT NOT NULL,
        snapshot_hash TEXT NOT NULL,
        checkpoint TEXT NOT NULL,
        config TEXT NOT NULL,
        metrics TEXT NOT NULL,
        label_ids TEXT NOT NULL,
        CONSTRAINT pk_runs PRIMARY KEY (id),
        CONSTRAINT ck_runs_promotion_known CHECK (promotion IN ('promoted', 'refused', 'external')),
        CONSTRAINT uq_runs_number UNIQUE (number),
        CONSTRAINT fk_runs_parent_id FOREIGN KEY(parent_id) REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED
    );
INSERT INTO "runs" VALUES('r1',1,'first','2026-05-04T12:00:00Z','promoted','better','sora-av',7,NULL,'cpu','0.1','abc','r1/model.safetensors','{"heads":["clip","dense"],"lr":0.001}','{"macro_f1":0.3333333333333333}','["s1","s2"]');
INSERT INTO "runs" VALUES('r2',2,'second','later','refused','','',0,'r1','','','','','{}','{}','[]');
CREATE TABLE segments (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        actor_id TEXT NOT NULL,
        is_point BOOLEAN NOT NULL,
        origin TEXT NOT NULL,
        suggestion_id TEXT NOT NULL,
        verification TEXT NOT NULL,
        comment TEXT NOT NULL,
        attributes TEXT NOT NULL,
        CONSTRAINT pk_segments PRIMARY KEY (id),
        CONSTRAINT ck_segments_not_empty CHECK (end_tick > start_tick),
        CONSTRAINT ck_segments_point CHECK (is_point = 0 OR end_tick = start_tick + 1),
        CONSTRAINT ck_segments_origin_known CHECK (origin IN ('hand', 'suggestion', 'imported')),
        CONSTRAINT ck_segments_verification_known CHECK (verification IN ('blind', 'seen', 'edited', 'unseen', 'bulk')),
        CONSTRAINT fk_segments_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_segments_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_segments_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    );
INSERT INTO "segments" VALUES('s1','film','serve',0,1001,'ann',0,'hand','','seen','ein „Zitat“
und ein Umbruch','{"side":"left","ü":""}');
INSERT INTO "segments" VALUES('p1','film','hit',5,6,'ann',1,'suggestion','g1','blind','','{}');
CREATE TABLE suggestions (
        id TEXT NOT NULL,
        layer_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        score FLOAT NOT NULL,
        is_point BOOLEAN NOT NULL,
        start_sd INTEGER NOT NULL,
        end_sd INTEGER NOT NULL,
        decision TEXT NOT NULL,
        decided_by TEXT,
        decided_at TEXT NOT NULL,
        label_id TEXT NOT NULL,
        CONSTRAINT pk_suggestions PRIMARY KEY (id),
        CONSTRAINT ck_suggestions_not_empty CHECK (end_tick > start_tick),
        CONSTRAINT ck_suggestions_point CHECK (is_point = 0 OR end_tick = start_tick + 1),
        CONSTRAINT ck_suggestions_decision_known CHECK (decision IN ('open', 'accepted', 'rejected')),
        CONSTRAINT ck_suggestions_decided_by_someone CHECK ((decision = 'open') = (decided_by IS NULL)),
        CONSTRAINT fk_suggestions_layer_id FOREIGN KEY(layer_id) REFERENCES layers (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_suggestions_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_suggestions_decided_by FOREIGN KEY(decided_by) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    );
INSERT INTO "suggestions" VALUES('g1','l1','serve',100,200,3.33333333333333314829e-01,0,4,9,'open',NULL,'','');
INSERT INTO "suggestions" VALUES('g2','l1','serve',100,200,3.33333333333333314829e-01,0,4,9,'rejected','ann','noon','');
CREATE TABLE tracks (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        origin TEXT NOT NULL,
        verification TEXT NOT NULL,
        comment TEXT NOT NULL,
        attributes TEXT NOT NULL,
        CONSTRAINT pk_tracks PRIMARY KEY (id),
        CONSTRAINT ck_tracks_origin_known CHECK (origin IN ('hand', 'suggestion', 'imported')),
        CONSTRAINT ck_tracks_verification_known CHECK (verification IN ('blind', 'seen', 'edited', 'unseen', 'bulk')),
        CONSTRAINT fk_tracks_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_tracks_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_tracks_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    );
INSERT INTO "tracks" VALUES('t1','film','ball','ann',3,'imported','unseen','far','{"colour":"red"}');
CREATE UNIQUE INDEX ix_classes_hot_key ON classes (hot_key) WHERE hot_key <> '';
CREATE INDEX ix_complete_ranges_medium ON complete_ranges (medium_id, start_tick);
CREATE INDEX ix_layers_medium ON layers (medium_id);
CREATE INDEX ix_segments_medium ON segments (medium_id, start_tick);
CREATE INDEX ix_tracks_medium ON tracks (medium_id);
CREATE INDEX ix_suggestions_decided ON suggestions (decision) WHERE decision <> 'open';
CREATE INDEX ix_suggestions_layer ON suggestions (layer_id);
CREATE TRIGGER edit_log_no_update BEFORE UPDATE ON edit_log
    BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
CREATE TRIGGER edit_log_no_delete BEFORE DELETE ON edit_log
    BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
CREATE TRIGGER suggestions_decided_stay BEFORE DELETE ON suggestions WHEN OLD.decision <> 'open'
    BEGIN SELECT RAISE(ABORT, 'a decided suggestion is never deleted'); END;
COMMIT;
