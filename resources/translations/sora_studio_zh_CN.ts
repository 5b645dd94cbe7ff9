<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Sora Studio</name>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <source>, on or off</source>
        <translation>（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>1 box</source>
        <translation>1 个框</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>1 class added.</source>
        <translation>已添加 1 个类别。</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>1 complete range</source>
        <translation>1 个完整区间</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>1 film is not where it was</source>
        <translation>1 个视频不在原位置</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>1 label exported to {path}.</source>
        <translation>已将 1 个标注导出到 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>1 label imported from {file}.</source>
        <translation>已从 {file} 导入 1 条标注。</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>1 label in time</source>
        <translation>1 条时间标注</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>1 label or suggestion carries it.</source>
        <translation>1 条标注或建议使用它。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>1 label removed</source>
        <translation>已删除 1 条标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>1 label was made with a suggestion in view, which makes people agree.</source>
        <translation>1 条标注是在显示建议时做的，这会使两人趋于一致。</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>1 moving thing is proposed in {film}.</source>
        <translation>在 {film} 中建议了 1 个运动目标。</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>1 suggestion accepted</source>
        <translation>已接受 1 条建议</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>1 track of boxes</source>
        <translation>1 条框轨迹</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>1 zone or line</source>
        <translation>1 个区域或线</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>1st half</source>
        <translation>上半场</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>1st period</source>
        <translation>第 1 节</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>2nd half</source>
        <translation>下半场</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>2nd period</source>
        <translation>第 2 节</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>3rd period</source>
        <translation>第 3 节</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>A choice of {attribute} has no name.</source>
        <translation>{attribute} 有一个选项没有名称。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>A class cannot be merged into itself.</source>
        <translation>类别不能并入自身。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>A class in use can be merged into another, or retired</source>
        <translation>使用中的类别可以并入其他类别，或停用</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>A class needs a name.</source>
        <translation>类别必须有名称。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>A corner of the zone lies outside the picture.</source>
        <translation>区域有一个顶点在画面之外。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>A cover picture is attached; it is not a film and is left out.</source>
        <translation>附有封面图片；它不是视频，未采用。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>A film has one group; nothing was imported.</source>
        <translation>一个视频只能属于一个分组；未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/session/editing.py"/>
        <source>A greater change is being stored.</source>
        <translation>正在保存一项较大的更改。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>A greater change is being stored: wait for it first.</source>
        <translation>正在保存一项较大的更改：请先等待其完成。</translation>
    </message>
    <message>
        <location filename="../../app/storage/authorship.py"/>
        <source>A job can never write, change or remove a label that is not its own.</source>
        <translation>任务不得写入、更改或删除不属于它的标注。</translation>
    </message>
    <message>
        <location filename="../../app/storage/authorship.py"/>
        <source>A job can only bring suggestions; classes and films are a person's business.</source>
        <translation>任务只能给出建议；类别和视频由人决定。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>A key beside a choice sets it on the label just made, while the film plays on.</source>
        <translation>选项旁的按键会在视频继续播放时，为刚做的标注设置该选项。</translation>
    </message>
    <message>
        <location filename="../../app/session/labelling.py"/>
        <source>A label ends after it begins.</source>
        <translation>标注的结束必须晚于开始。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>A line needs {count} points or more.</source>
        <translation>线至少需要 {count} 个点。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>A negative time brings the sound forward. Set it while the film plays.</source>
        <translation>负值使声音提前。请在视频播放时设置。</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>A number, such as {example}</source>
        <translation>数字，例如 {example}</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>A period starts here already.</source>
        <translation>此处已有一节开始。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/pictures.py"/>
        <source>A picture of {width} × {height} ({format}, colours {colours}) cannot be converted: {reason}.</source>
        <translation>无法转换 {width} × {height} 的画面（{format}，色彩 {colours}）：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>A place such as Asia/Shanghai, or an offset such as +08:00</source>
        <translation>地点，如 Asia/Shanghai，或偏移，如 +08:00</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/labelling.py"/>
        <source>A point has no length.</source>
        <translation>时间点没有时长。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>A snapshot needs a name.</source>
        <translation>状态需要名称。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>A table holds labels in time: select some.</source>
        <translation>表格只含时间上的标注：请先选择一些。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>A tap</source>
        <translation>按键一次</translation>
    </message>
    <message>
        <location filename="../../app/domain/merge_plans.py"/>
        <source>A track needs a box, and a box its track.</source>
        <translation>轨迹需要框，框也需要轨迹。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>A track needs a box.</source>
        <translation>轨迹需要框。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>A training is under way.</source>
        <translation>训练正在进行。</translation>
    </message>
    <message>
        <location filename="../../app/shell/repair_controller.py"/>
        <source>A whole film of the same camera, with the same settings</source>
        <translation>同一摄像机、相同设置的完整视频</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>A zone needs a name.</source>
        <translation>区域需要名称。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>A zone needs {count} points or more.</source>
        <translation>区域至少需要 {count} 个点。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>ATTENTION</source>
        <translation>注意力</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/preflight_dialog.py"/>
        <source>About the film</source>
        <translation>关于视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <location filename="../../app/views/dialogs/preflight_dialog.py"/>
        <source>About this film</source>
        <translation>关于此视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/preflight_controller.py"/>
        <source>About this film…</source>
        <translation>关于此视频…</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>About {count:,} frames by the file's packets; each will be checked by decoding.</source>
        <translation>按文件数据包约有 {count:,} 帧；将逐帧解码检查。</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Accept  ⏎</source>
        <translation>接受  ⏎</translation>
    </message>
    <message>
        <location filename="../../app/views/review/accept_dialog.py"/>
        <source>Accept above a score</source>
        <translation>接受高于某置信度的建议</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Accept above a score…</source>
        <translation>接受高于某置信度的建议…</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Accept all</source>
        <translation>全部接受</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Accept all above a score…</source>
        <translation>接受高于某置信度的全部建议…</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Accept all {count:,} suggestions?</source>
        <translation>接受全部 {count:,} 条建议？</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Accept all {count:,}…</source>
        <translation>全部接受 {count:,} 条…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Accept and go on</source>
        <translation>接受并继续</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Accept only the box here</source>
        <translation>仅接受此处的框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Accept only the proposed box here</source>
        <translation>仅接受此处的建议框</translation>
    </message>
    <message>
        <location filename="../../app/storage/retracing.py"/>
        <source>Accept or reject them in Review.</source>
        <translation>请在审核模式中接受或拒绝它们。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Accept the current suggestion and go on (Enter)</source>
        <translation>接受当前建议并继续（Enter）</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Accept the track</source>
        <translation>接受轨迹</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Accept {count:,}</source>
        <translation>接受 {count:,} 条</translation>
    </message>
    <message>
        <location filename="../../app/views/review/accept_dialog.py"/>
        <source>Accept {count}</source>
        <translation>接受 {count} 条</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Accepted with your edges</source>
        <translation>已按您的边界接受</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Accepted; that was the last one</source>
        <translation>已接受；这是最后一条</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Accepted; {count:,} left</source>
        <translation>已接受；还剩 {count:,} 条</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Accuracy {accuracy}</source>
        <translation>准确率 {accuracy}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Accuracy {accuracy}, majority class {majority:.0%}</source>
        <translation>准确率 {accuracy}，多数类 {majority:.0%}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Add a choice</source>
        <translation>添加选项</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Add a class…</source>
        <translation>添加类别…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Add an attribute</source>
        <translation>添加属性</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Add films</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Add films to the project…</source>
        <translation>向项目添加视频…</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>Add it first, or correct the name.</source>
        <translation>请先添加它，或更正名称。</translation>
    </message>
    <message>
        <location filename="../../app/domain/synchrony.py"/>
        <source>Add it under “Time of day…”.</source>
        <translation>请在“实际时间…”中补充。</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Add the other cameras' films to the project first: they are shown in step.</source>
        <translation>请先把其他摄像机的视频添加到项目：它们会同步显示。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/changes_dialog.py"/>
        <source>Added</source>
        <translation>新增</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Adopted unverified: too few labels to hold any out.</source>
        <translation>未经检验即采用：标注太少，无法留出验证。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Adopted unverified: {score} of only {count} held-out labels.</source>
        <translation>未经检验即采用：仅 {count} 条留出标注，{score}。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Agreement of two people</source>
        <translation>两人标注的一致性</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Agreement of two people…</source>
        <translation>两人标注的一致性…</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>All channels</source>
        <translation>全部声道</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>All classes</source>
        <translation>全部类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/main_window.py"/>
        <source>All commands</source>
        <translation>全部命令</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>All labels</source>
        <translation>全部标注</translation>
    </message>
    <message>
        <location filename="../../sora_model/labelled_films.py"/>
        <source>All labels are of one class (“{class_name}”). Label a second class, or mark a stretch as complete so that the rest of it counts as background, then train.</source>
        <translation>全部标注都属于一个类别（“{class_name}”）。请标注第二个类别，或将一段标记为完整，使其余部分视为背景，然后再训练。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>All labels of all films…</source>
        <translation>全部视频的全部标注…</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_films.py"/>
        <source>All labels of {film}: another picture of that file is shown there</source>
        <translation>{film} 的全部标注：那里显示的是该文件的另一路画面</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/shortcut_sheet.py"/>
        <source>All modes</source>
        <translation>全部模式</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>All suggestions are reviewed.</source>
        <translation>全部建议均已审核。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Also this key</source>
        <translation>同时使用此键</translation>
    </message>
    <message>
        <location filename="../../app/storage/authorship.py"/>
        <source>An import can only add labels and classes; those in the project stay as they are.</source>
        <translation>导入只能新增标注和类别；项目中已有的保持不变。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>And {count} more.</source>
        <translation>另有 {count} 处。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Another class from here on…</source>
        <translation>从此处起改为其他类别…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Another project…</source>
        <translation>另一个项目…</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Another, or Esc: back to the film</source>
        <translation>再输入一个，或按 Esc 返回视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>As boxes of:</source>
        <translation>作为以下类别的框：</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>As in {example}.</source>
        <translation>例如 {example}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>As sora-plus, for what is small and what is large in the picture.</source>
        <translation>同 sora-plus，适合画面中或小或大的目标。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>Ask its owner for the right to read it.</source>
        <translation>请向其所有者申请读取权限。</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>At</source>
        <translation>位置</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>Attention of {run}, not tested</source>
        <translation>{run} 的注意力，未经检验</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>Attention of {run}, not tested · sound {share:.0%}</source>
        <translation>{run} 的注意力，未经检验 · 声音 {share:.0%}</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Attention: hold to peek, tap to pin</source>
        <translation>注意力：按住查看，轻按固定</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>Attribute</source>
        <translation>属性</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Attribute or choice</source>
        <translation>属性或选项</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Attributes of the class</source>
        <translation>类别的属性</translation>
    </message>
    <message>
        <location filename="../../resources/keymaps/boris.json"/>
        <source>BORIS-like</source>
        <translation>仿 BORIS</translation>
    </message>
    <message>
        <location filename="../../app/shell/parts.py"/>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Basketball, 4 × 10 min, down</source>
        <translation>篮球，4 × 10 分钟，倒计时</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Begin where the previous label ended</source>
        <translation>从上一标注的结束处开始</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Begin with a template</source>
        <translation>从模板开始</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Begins</source>
        <translation>开始于</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Between the in and out marks</source>
        <translation>入点与出点之间</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <location filename="../../app/views/class_kinds.py"/>
        <source>Box</source>
        <translation>框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Box higher by ten</source>
        <translation>框增高 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Box less high by ten</source>
        <translation>框降低 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Box narrower by ten</source>
        <translation>框变窄 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Box of {name} followed</source>
        <translation>已跟踪 {name} 的框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Box of {name} moved</source>
        <translation>已移动 {name} 的框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Box of {name} removed</source>
        <translation>已删除 {name} 的框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Box of {name} set</source>
        <translation>已设置 {name} 的框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Box wider by ten</source>
        <translation>框变宽 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Boxes</source>
        <translation>框</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Boxes and zones for CVAT</source>
        <translation>CVAT 格式的框和区域</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>Boxes and zones of {film} exported to {path} (tracks: {tracks:,}; zones and lines: {zones:,}).</source>
        <translation>已将 {film} 的框和区域导出到 {path}（轨迹：{tracks:,}；区域和线：{zones:,}）。</translation>
    </message>
    <message>
        <source>Boxes and zones of {film} exported to {path}: {tracks:,} tracks, {zones:,} zones and lines.</source>
        <translation type="vanished">已将 {film} 的框和区域导出到 {path}：{tracks:,} 条轨迹，{zones:,} 个区域和线。</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>Boxes of this film are being followed already.</source>
        <translation>此视频的框已在跟踪中。</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <source>Boxes removed from here on</source>
        <translation>已删除此处之后的框</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <location filename="../../app/views/start_page.py"/>
        <source>Bring it back</source>
        <translation>移回来</translation>
    </message>
    <message>
        <location filename="../../app/storage/applying.py"/>
        <location filename="../../app/storage/retracing.py"/>
        <source>Bring that back first. Nothing was changed.</source>
        <translation>请先恢复它。未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>By class</source>
        <translation>按类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>By hand</source>
        <translation>手工</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>By time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>COMPLETE</source>
        <translation>完整</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>CPU, 1 thread</source>
        <translation>CPU，1 线程</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>CPU, {threads} threads</source>
        <translation>CPU，{threads} 线程</translation>
    </message>
    <message>
        <location filename="../../resources/keymaps/cvat.json"/>
        <source>CVAT-like</source>
        <translation>仿 CVAT</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Calibrating</source>
        <translation>校准中</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <location filename="../../app/views/jobs/job_list.py"/>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Cancel all jobs</source>
        <translation>取消全部任务</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Cancel the search</source>
        <translation>取消搜索</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Cancel the training</source>
        <translation>取消训练</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Cancel what was begun</source>
        <translation>取消已开始的操作</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <location filename="../../app/session/jobs.py"/>
        <location filename="../../app/shell/film_controller.py"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Cancelled; its last checkpoint was kept.</source>
        <translation>已取消；最后的检查点已保留。</translation>
    </message>
    <message>
        <location filename="../../app/shell/long_deeds.py"/>
        <source>Cancelled; nothing was changed.</source>
        <translation>已取消；未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Cancelling …</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <location filename="../../app/views/review/doubt_list.py"/>
        <source>Change it</source>
        <translation>更改</translation>
    </message>
    <message>
        <location filename="../../app/storage/retracing.py"/>
        <source>Change it by hand.</source>
        <translation>请手动更改。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <location filename="../../app/shell/wiring.py"/>
        <location filename="../../app/views/dialogs/shortcut_sheet.py"/>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Change the key</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <location filename="../../app/domain/track_plans.py"/>
        <source>Change their class first.</source>
        <translation>请先更改它们的类别。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>Change {name}</source>
        <translation>更改 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <location filename="../../app/views/history/changes_dialog.py"/>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Changed differently by both: {count}</source>
        <translation>双方改动不同：{count}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Changed since</source>
        <translation>此后的变化</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>Changed to {name}</source>
        <translation>已改为 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>Changing {count:,} labels</source>
        <translation>正在更改 {count:,} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Changing {name} in all its labels</source>
        <translation>正在更改其全部标注中的 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Channel</source>
        <translation>声道</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Channel {name}</source>
        <translation>声道 {name}</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Check that it is there and that you may read it.</source>
        <translation>请确认它存在且您有读取权限。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Check that the drive is still connected.</source>
        <translation>请确认驱动器仍已连接。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Check that the drive is still connected; if it is, copy the project to another one.</source>
        <translation>请确认驱动器仍已连接；如已连接，请将项目复制到另一驱动器。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <location filename="../../app/storage/project_file.py"/>
        <source>Check the name and the folder.</source>
        <translation>请检查名称和文件夹。</translation>
    </message>
    <message>
        <location filename="../../app/domain/time_of_day.py"/>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>Check the year.</source>
        <translation>请检查年份。</translation>
    </message>
    <message>
        <location filename="../../app/domain/time_of_day.py"/>
        <source>Check the zone, or give it as an offset such as +08:00.</source>
        <translation>请检查时区，或以偏移给出，如 +08:00。</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_controller.py"/>
        <source>Checking every frame of {film}</source>
        <translation>正在检查 {film} 的每一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Checking on held-out films</source>
        <translation>在留出视频上检验</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>Choose 0 to {last}.</source>
        <translation>请选择 0 到 {last}。</translation>
    </message>
    <message>
        <location filename="../../app/session/boxes.py"/>
        <source>Choose a class of boxes.</source>
        <translation>请选择框类别。</translation>
    </message>
    <message>
        <location filename="../../app/domain/class_plans.py"/>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Choose a class of the same kind.</source>
        <translation>请选择同类型的类别。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <location filename="../../app/storage/project_file.py"/>
        <source>Choose a file that ends in .sora.</source>
        <translation>请选择以 .sora 结尾的文件。</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>Choose a file that was exported here.</source>
        <translation>请选择由本程序导出的文件。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>Choose a file that you may read.</source>
        <translation>请选择您有权读取的文件。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>Choose a film of the same camera as it came from the camera.</source>
        <translation>请选择同一摄像机的原始视频。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>Choose a film of the same camera with the same size, rate and quality.</source>
        <translation>请选择同一摄像机、相同尺寸、帧率和质量的视频。</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>Choose a name such as frame.png.</source>
        <translation>请选择如 frame.png 的名称。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>Choose a run that was trained here.</source>
        <translation>请选择在此训练的模型版本。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Choose a shorter one.</source>
        <translation>请选择较短的一个。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>Choose another class, or bring it back in the list of classes.</source>
        <translation>请选择其他类别，或在类别列表中恢复它。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/labelling.py"/>
        <location filename="../../app/session/ontology_editing.py"/>
        <location filename="../../app/session/selected_labels.py"/>
        <source>Choose another class.</source>
        <translation>请选择其他类别。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <location filename="../../app/session/key_maps.py"/>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>Choose another film.</source>
        <translation>请选择其他视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/demonstration.py"/>
        <location filename="../../app/shell/window_commands.py"/>
        <source>Choose another folder by --out.</source>
        <translation>请用 --out 选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <location filename="../../app/media/repair.py"/>
        <source>Choose another folder or free some space.</source>
        <translation>请选择其他文件夹，或释放一些空间。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>Choose another key.</source>
        <translation>请选择其他按键。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>Choose another name for the new film.</source>
        <translation>请为新视频选择其他名称。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_store.py"/>
        <source>Choose another name, or open it.</source>
        <translation>请选择其他名称，或打开它。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <location filename="../../app/domain/track_plans.py"/>
        <location filename="../../app/session/interchange.py"/>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <location filename="../../app/formats/whole_file.py"/>
        <location filename="../../app/storage/failures.py"/>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Choose one label first.</source>
        <translation>请先选择一条标注。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Choose picture and sound…</source>
        <translation>选择画面和声音…</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>Choose the .sora file.</source>
        <translation>请选择 .sora 文件。</translation>
    </message>
    <message>
        <location filename="../../app/shell/complete_controller.py"/>
        <source>Choose the class in the list first.</source>
        <translation>请先在列表中选择类别。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Choose the file of {film}</source>
        <translation>选择 {film} 的文件</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>Choose the file that was exported.</source>
        <translation>请选择导出的文件。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>Choose the file with the same content; its name may be another.</source>
        <translation>请选择内容相同的文件；名称可以不同。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Choose the file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>Choose your colleague's copy of it.</source>
        <translation>请选择同事的副本。</translation>
    </message>
    <message>
        <location filename="../../app/shell/preflight_controller.py"/>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Chosen by {person}.</source>
        <translation>由 {person} 选定。</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/palette_controller.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <location filename="../../app/views/labels/class_table.py"/>
        <location filename="../../app/views/labels/label_list.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Class curves, on or off</source>
        <translation>类别曲线（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <source>Class from here on</source>
        <translation>此处之后的类别</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Class merged into {name}</source>
        <translation>已将类别并入 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <source>Class of the whole track</source>
        <translation>整条轨迹的类别</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Class {name} added</source>
        <translation>已添加类别 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Class {name} brought back</source>
        <translation>已恢复类别 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Class {name} changed</source>
        <translation>已更改类别 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Class {name} removed</source>
        <translation>已删除类别 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Class {name} retired</source>
        <translation>已停用类别 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <location filename="../../app/shell/history_controller.py"/>
        <location filename="../../app/shell/ontology_controller.py"/>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Classes arranged</source>
        <translation>已调整类别顺序</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Classes in their order</source>
        <translation>按顺序排列的类别</translation>
    </message>
    <message>
        <location filename="../../app/views/jobs/job_list.py"/>
        <source>Clear what has ended</source>
        <translation>清除已结束的任务</translation>
    </message>
    <message>
        <location filename="../../app/shell/zone_controller.py"/>
        <source>Click the corners; Enter or a double click ends it, Backspace takes one back, Esc drops it</source>
        <translation>依次点击各顶点；Enter 或双击结束，Backspace 撤回一点，Esc 放弃</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Clock at its start</source>
        <translation>开始时的计时</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/dialogs/settings_dialog.py"/>
        <location filename="../../app/views/dialogs/shortcut_sheet.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../app/storage/writer_lock.py"/>
        <source>Close it there, or open the project here for reading only.</source>
        <translation>请在那里关闭它，或在此以只读方式打开项目。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_store.py"/>
        <source>Close it where it is open for writing, then open it here again.</source>
        <translation>请在以可写方式打开它的地方关闭，然后在此重新打开。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Close the other program (a database viewer, a back-up), then do it again.</source>
        <translation>请关闭另一个程序（数据库查看器、备份软件），然后重试。</translation>
    </message>
    <message>
        <location filename="../../app/session/editing.py"/>
        <source>Close the other window that has it open, or copy the project to a writable place.</source>
        <translation>请关闭打开它的另一窗口，或将项目复制到可写的位置。</translation>
    </message>
    <message>
        <location filename="../../app/shell/parts.py"/>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <location filename="../../app/shell/main_window.py"/>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>Code: every letter and digit is a class; F2 ends it</source>
        <translation>编码：每个字母和数字键都是一个类别；F2 结束</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Code: letters and digits belong to the classes</source>
        <translation>编码：字母和数字键归类别使用</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_colours.py"/>
        <source>Colour of the class</source>
        <translation>类别的颜色</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_colours.py"/>
        <source>Colour {number} of {count}</source>
        <translation>颜色 {number}/{count}</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Colours: as the system</source>
        <translation>配色：跟随系统</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Colours: dark</source>
        <translation>配色：深色</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Colours: light</source>
        <translation>配色：浅色</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Coming over – {what}</source>
        <translation>将并入：{what}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/command_palette.py"/>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>Comment of {count:,} labels (empty: none):</source>
        <translation>{count:,} 条标注的备注（留空：无）：</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Comment on {count} labels changed</source>
        <translation>已更改 {count} 条标注的备注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Comment on {name} changed</source>
        <translation>已更改 {name} 的备注</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>Comment…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Compare with another project</source>
        <translation>与另一个项目比较</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Comparing the labels of two people</source>
        <translation>正在比较两人的标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Comparing with {file}</source>
        <translation>正在与 {file} 比较</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Comparing …</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>Complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>Complete for {name}</source>
        <translation>{name} 已完整标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/complete_controller.py"/>
        <source>Complete for {name}: where it is not labelled, it is not there.</source>
        <translation>{name} 已完整标注：未标注处即不存在。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Complete range changed</source>
        <translation>已更改完整区间</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Complete ranges</source>
        <translation>完整标注区间</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Complete: what is not labelled in here is background</source>
        <translation>完整：此区间内未标注的部分为背景</translation>
    </message>
    <message>
        <location filename="../../app/shell/complete_controller.py"/>
        <source>Complete: what is not labelled there counts as background.</source>
        <translation>完整：其中未标注的部分视为背景。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <location filename="../../app/qt/inference_worker.py"/>
        <source>Computing features</source>
        <translation>正在计算特征</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <location filename="../../app/shell/arranging_controller.py"/>
        <source>Copied: {count}. Paste puts them where the film is.</source>
        <translation>已复制：{count}。粘贴会放到视频当前位置。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>Copy it again from the card; or put the card into the camera and switch it on, many cameras finish the file; or rebuild its picture with a film of the same camera.</source>
        <translation>请从存储卡重新复制；或将卡放回摄像机并开机，许多摄像机会补完文件；或借助同一摄像机的视频修复其画面。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>Copy it again from where it came from, or open a back-up.</source>
        <translation>请从原处重新复制，或打开备份。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Copy the project to a place where you may write, or open it for reading only.</source>
        <translation>请将项目复制到可写的位置，或以只读方式打开。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/error_report.py"/>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Copy the selected labels</source>
        <translation>复制所选标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Copy {file} merged</source>
        <translation>已合并副本 {file}</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>Correct it there and import again; nothing was imported.</source>
        <translation>请在那里更正后重新导入；未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>Correct the line; nothing was imported.</source>
        <translation>请更正该行；未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>Correct these places; nothing was imported.</source>
        <translation>请更正这些地方；未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>Counting its labels …</source>
        <translation>正在统计其标注…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Cut the selected labels out</source>
        <translation>剪切所选标注</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>Damaged pieces of the sound that are silent: {count}.</source>
        <translation>损坏而静音的声音片段：{count}。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>Damaged places in the film, skipped or patched up: {count}. Where the original still exists, copy it again.</source>
        <translation>视频中损坏处（已跳过或修补）：{count}。若原件仍在，请重新复制。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>Darkness</source>
        <translation>暗度</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Date and time on the clock</source>
        <translation>时钟上的日期和时间</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Decided by</source>
        <translation>决定者</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Decode on the graphics card</source>
        <translation>用显卡解码</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Decode on the graphics card, on or off</source>
        <translation>用显卡解码（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Descriptors of {name} changed</source>
        <translation>已更改 {name} 的属性</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Done again: {deed}</source>
        <translation>已重做：{deed}</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/side_views.py"/>
        <source>Double click: show it large</source>
        <translation>双击：放大显示</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Double-click: go there, or name the period</source>
        <translation>双击：前往该处，或为该节命名</translation>
    </message>
    <message>
        <location filename="../../app/views/review/doubt_list.py"/>
        <source>Doubtful labels</source>
        <translation>可疑标注</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Drag to another place, or Alt with the arrow keys</source>
        <translation>拖动到其他位置，或按 Alt 加方向键</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <source>Draw a box of {name}; Esc ends it</source>
        <translation>请画一个 {name} 的框；Esc 结束</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/boxes.py"/>
        <source>Draw it so that at least a part is inside.</source>
        <translation>绘制时至少要有一部分在画面内。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Drawer: details</source>
        <translation>侧栏：详情</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Drawer: labels</source>
        <translation>侧栏：标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Drawer: suggestions</source>
        <translation>侧栏：建议</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Drawer: training</source>
        <translation>侧栏：训练</translation>
    </message>
    <message>
        <location filename="../../app/views/start_page.py"/>
        <source>Drop a film here</source>
        <translation>将视频拖到此处</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Dropped pictures</source>
        <translation>丢弃的画面</translation>
    </message>
    <message>
        <location filename="../../app/qt/inference_worker.py"/>
        <source>Dropping pictures</source>
        <translation>丢弃画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Duplicate the selected labels behind them</source>
        <translation>在所选标注之后创建其副本</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>EVIDENCE</source>
        <translation>依据</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Each channel on its own</source>
        <translation>各声道分别显示</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Edit the classes</source>
        <translation>编辑类别</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Edit the classes: attributes, colours, order, templates, merging</source>
        <translation>编辑类别：属性、颜色、顺序、模板、合并</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Edit the classes…</source>
        <translation>编辑类别…</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>End it</source>
        <translation>结束</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>End of the track</source>
        <translation>轨迹末尾</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>End the first one before the second begins.</source>
        <translation>请在第二个开始前结束第一个。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>End the second pass first.</source>
        <translation>请先结束第二遍标注。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Ends</source>
        <translation>结束于</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Enter accepts it from {start} to {end}</source>
        <translation>按 Enter 接受 {start} 至 {end}</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Enter accepts, Backspace rejects</source>
        <translation>Enter 接受，Backspace 拒绝</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Every edit is saved already. A name lets you come back to this state:</source>
        <translation>每次编辑都已保存。命名后可以回到此状态：</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Every film is where it should be</source>
        <translation>所有视频都在应在的位置</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>Every frame was decoded once: {count:,}, each with its own time.</source>
        <translation>每一帧都已解码一次：{count:,} 帧，各有其时间。</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <source>Every letter and digit belongs to the classes</source>
        <translation>每个字母和数字键都归类别使用</translation>
    </message>
    <message>
        <location filename="../../app/shell/screen.py"/>
        <source>Everything but the window works without one: see sora-studio --help.</source>
        <translation>除窗口外的功能都无需它：参见 sora-studio --help。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>Explain asks it what matters.</source>
        <translation>“解释”模式会询问它什么最重要。</translation>
    </message>
    <message>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>Explain this moment</source>
        <translation>解释此刻</translation>
    </message>
    <message>
        <location filename="../../app/qt/explain_worker.py"/>
        <source>Explaining failed: {reason}</source>
        <translation>解释失败：{reason}</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Export classes</source>
        <translation>导出类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Export classes…</source>
        <translation>导出类别…</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>Export keys</source>
        <translation>导出按键</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Export labels</source>
        <translation>导出标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Export labels…</source>
        <translation>导出标注…</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>Exported to {path}</source>
        <translation>已导出到 {path}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Extend the selected or the previous label to here</source>
        <translation>将所选或上一标注延长到此处</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Extra {number}</source>
        <translation>加时 {number}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>F1 at IoU 0.5</source>
        <translation>IoU 0.5 时的 F1</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>FILM</source>
        <translation>全片</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Facts of the film {name} changed</source>
        <translation>视频 {name} 的信息已更改</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Facts of {count} films changed</source>
        <translation>{count} 个视频的信息已更改</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../app/shell/features_controller.py"/>
        <source>Features of {film}</source>
        <translation>{film} 的特征</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Figures per class</source>
        <translation>各类别的指标</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Fills the fields in; nothing is set before you have looked at it</source>
        <translation>填入各栏；在您确认之前不会设置任何内容</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <location filename="../../app/shell/palette_controller.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>Film</source>
        <translation>视频</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Film {name} added</source>
        <translation>已添加视频 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/palette_controller.py"/>
        <source>Film: {name}</source>
        <translation>视频：{name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Films</source>
        <translation>视频</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>Films are compared by their content: choose a project of the same films.</source>
        <translation>视频按内容比较：请选择含相同视频的项目。</translation>
    </message>
    <message>
        <location filename="../../app/shell/hardware_controller.py"/>
        <source>Films are decoded in software.</source>
        <translation>视频以软件方式解码。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Films that are not found</source>
        <translation>未找到的视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>Find it…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Find moved films</source>
        <translation>查找移动过的视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/preflight_controller.py"/>
        <source>Find moved films…</source>
        <translation>查找移动过的视频…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/preflight_dialog.py"/>
        <source>Fine</source>
        <translation>正常</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_controller.py"/>
        <source>Fingerprint of {film}</source>
        <translation>{film} 的指纹</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>First</source>
        <translation>第一位</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>First person</source>
        <translation>第一位标注者</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <source>First picture of {stream}</source>
        <translation>{stream} 的首幅画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Follow the box back</source>
        <translation>向后跟踪框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Follow the box through the film (track it)</source>
        <translation>在视频中跟踪框</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>Followed; 1 key frame</source>
        <translation>已跟踪；1 个关键帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>Followed; {count} key frames</source>
        <translation>已跟踪；{count} 个关键帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>Following {count} boxes in {film}</source>
        <translation>正在 {film} 中跟踪 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>Following {track} in {film}</source>
        <translation>正在 {film} 中跟踪 {track}</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Football, 2 × 45 min</source>
        <translation>足球，2 × 45 分钟</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>For all:</source>
        <translation>全部：</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>For all: {side}</source>
        <translation>全部采用：{side}</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>For viewing, where it shows the same.</source>
        <translation>仅用于观看，且显示结果相同时。</translation>
    </message>
    <message>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Form of the model</source>
        <translation>模型的形式</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Frame {number} of {count}, counted from 0</source>
        <translation>第 {number} 帧，共 {count} 帧，从 0 计数</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Free some space in {folder}, then do it again.</source>
        <translation>请在 {folder} 中腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>Free some space or move the project to a writable place.</source>
        <translation>请释放空间，或将项目移到可写的位置。</translation>
    </message>
    <message>
        <location filename="../../app/media/sound_pass.py"/>
        <source>Free some space there, or choose another folder for caches.</source>
        <translation>请在那里释放空间，或为缓存选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>Free some space.</source>
        <translation>请释放一些空间。</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <source>From &amp;here on</source>
        <translation>从此处起(&amp;H)</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>From a suggestion</source>
        <translation>来自建议</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>From the next opening of a project on.</source>
        <translation>下次打开项目时生效。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>From the next start on.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Gigabytes on the disk, at most:</source>
        <translation>磁盘空间上限（GB）：</translation>
    </message>
    <message>
        <location filename="../../app/shell/window_commands.py"/>
        <source>Give a film for the demonstration.</source>
        <translation>请提供用于演示的视频。</translation>
    </message>
    <message>
        <location filename="../../app/media/activity.py"/>
        <source>Give a longer film, or none: then a film is made.</source>
        <translation>请提供更长的视频；不提供则会生成一个。</translation>
    </message>
    <message>
        <location filename="../../app/domain/time_of_day.py"/>
        <source>Give a place such as Asia/Shanghai, or an offset such as +08:00.</source>
        <translation>请给出地点，如 Asia/Shanghai，或偏移，如 +08:00。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Give a time.</source>
        <translation>请给出时间。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>Give its relative path, for instance {path}.</source>
        <translation>请给出其相对路径，例如 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>Give the imported model another name.</source>
        <translation>请为导入的模型另取名称。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>Give them another class first.</source>
        <translation>请先为它们指定其他类别。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Go back to here</source>
        <translation>回到此处</translation>
    </message>
    <message>
        <location filename="../../app/session/clipboard.py"/>
        <source>Go further back and paste there.</source>
        <translation>请向前退一些再粘贴。</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/labels/label_list.py"/>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/go_to_box.py"/>
        <source>Go to</source>
        <translation>前往</translation>
    </message>
    <message>
        <location filename="../../app/session/propagation.py"/>
        <source>Go to a box whose next key frame is further away.</source>
        <translation>请前往下一关键帧更远的框。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>Go to a place between its first and its last box.</source>
        <translation>请前往其首末两框之间。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Go to a time or a frame…</source>
        <translation>前往某时间或某帧…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Go to the in mark</source>
        <translation>前往入点</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Go to the out mark</source>
        <translation>前往出点</translation>
    </message>
    <message>
        <location filename="../../app/session/boxes.py"/>
        <source>Go to where it is visible.</source>
        <translation>请前往它可见之处。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Going back</source>
        <translation>正在回退</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Gone back to an earlier state</source>
        <translation>已回到较早的状态</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Gone back; what was taken back stands in the history.</source>
        <translation>已回退；撤回的内容仍在历史中。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/preflight_dialog.py"/>
        <source>Good to know</source>
        <translation>供参考</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Handball, 2 × 30 min</source>
        <translation>手球，2 × 30 分钟</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Hard to tell from {name} with {eye}.</source>
        <translation>{eye}时难以与 {name} 区分。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Hard to tell from {name}.</source>
        <translation>难以与 {name} 区分。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Hear</source>
        <translation>收听</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Here</source>
        <translation>此处</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>HiResCAM</source>
        <translation>HiResCAM</translation>
    </message>
    <message>
        <location filename="../../app/views/review/doubt_list.py"/>
        <source>Hide the doubtful labels</source>
        <translation>隐藏可疑标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/parts.py"/>
        <source>Hide the keys</source>
        <translation>隐藏按键提示</translation>
    </message>
    <message>
        <location filename="../../app/shell/parts.py"/>
        <source>Hide the keys (they come back by the command “Keys beside the timeline”)</source>
        <translation>隐藏按键提示（可用命令“时间轴旁的按键提示”恢复）</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>History: what was done, and going back</source>
        <translation>历史：做过的操作与回退</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Hold A to see what the model attended to.</source>
        <translation>按住 A 查看模型关注了什么。</translation>
    </message>
    <message>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>How dark the rest of the picture is</source>
        <translation>画面其余部分的暗度</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Ice hockey, 3 × 20 min, down</source>
        <translation>冰球，3 × 20 分钟，倒计时</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Import classes</source>
        <translation>导入类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Import classes…</source>
        <translation>导入类别…</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>Import keys</source>
        <translation>导入按键</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Import labels</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Import labels…</source>
        <translation>导入标注…</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Imported from another program.</source>
        <translation>从其他程序导入。</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>Imported: {who}, {when}.</source>
        <translation>导入：{who}，{when}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>Importing {file}</source>
        <translation>正在导入 {file}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>In a second pass what other people said is hidden.</source>
        <translation>第二遍标注时他人的标注是隐藏的。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>In mark here</source>
        <translation>在此设入点</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>In the whole film</source>
        <translation>整个视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>In view on the timeline</source>
        <translation>时间轴可见部分</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>In {count} rows (the first on line {line}) frames and seconds are more than {end_tolerance_s} s apart; the frames were taken.</source>
        <translation>{count} 行（首见于第 {line} 行）的帧与秒相差超过 {end_tolerance_s} 秒；已采用帧。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>In {start} · Out {end}: a class key makes the segment</source>
        <translation>入点 {start} · 出点 {end}：按类别键生成片段</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>In {start}: a class key makes the segment up to where the film is then</source>
        <translation>入点 {start}：按类别键生成到视频当时位置的片段</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Is at {path}</source>
        <translation>位于 {path}</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>It could not begin.</source>
        <translation>无法开始。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>It ends here</source>
        <translation>在此结束</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>It is not at {path} any more. Its labels are all here. A search goes by its content, so its name and its folder may be others.</source>
        <translation>它已不在 {path}。标注都还在。搜索按内容进行，因此名称和文件夹可以不同。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>It keeps its labels, gets no new ones and gives its key free</source>
        <translation>它保留已有标注，不再新增，并释放其按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>It starts by itself after 1 more new label.</source>
        <translation>再有 1 条新标注就会自动开始。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>It starts by itself after {count} more new labels.</source>
        <translation>再有 {count} 条新标注就会自动开始。</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>It was not changed since.</source>
        <translation>此后未更改。</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>It was {how}.</source>
        <translation>方式：{how}。</translation>
    </message>
    <message>
        <location filename="../../app/session/labelling.py"/>
        <source>It would begin at {start} and end at {end}.</source>
        <translation>它将从 {start} 开始，到 {end} 结束。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>Its first line must be: {columns}</source>
        <translation>其首行必须是：{columns}</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Its name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <location filename="../../app/shell/sound_pictures_controller.py"/>
        <source>Its sound is drawn when the film is found.</source>
        <translation>找到视频后会绘制其声音。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/jobs_controller.py"/>
        <location filename="../../app/shell/main_window.py"/>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Jobs {count}</source>
        <translation>任务 {count}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>Join labels that would share time</source>
        <translation>合并时间重叠的标注</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Join them, or move their edges first.</source>
        <translation>请合并它们，或先移动其边界。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>Keep the file, and go on with a copy or a back-up made earlier.</source>
        <translation>请保留该文件，并使用较早的副本或备份继续。</translation>
    </message>
    <message>
        <location filename="../../app/domain/class_plans.py"/>
        <source>Keep the value among the choices, or give those labels another one first.</source>
        <translation>请保留该选项，或先为那些标注指定其他值。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Key frame here</source>
        <translation>在此设关键帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <source>Key frame removed; the track stays</source>
        <translation>已删除关键帧；轨迹保留</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Key frames</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>Key maps</source>
        <translation>按键方案</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Key {key}</source>
        <translation>按键 {key}</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>Key {key}: {how}</source>
        <translation>按键 {key}：{how}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <location filename="../../app/views/dialogs/shortcut_sheet.py"/>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Keys beside the timeline</source>
        <translation>时间轴旁的按键提示</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Keys beside the timeline, on or off</source>
        <translation>时间轴旁的按键提示（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>Keys in {mode}</source>
        <translation>{mode}模式的按键</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Keys like …</source>
        <translation>按键方案仿照…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Keys of another program</source>
        <translation>其他软件的按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Keys on one sheet</source>
        <translation>按键一览</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Kind of match</source>
        <translation>比赛类型</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Kind of the new class</source>
        <translation>新类别的类型</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Kind of {name}</source>
        <translation>{name} 的类型</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>LABELS</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label made {name}</source>
        <translation>标注已改为 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>Label removed</source>
        <translation>已删除标注</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>Label some actions.</source>
        <translation>请标注一些动作。</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Label with it now</source>
        <translation>立即用它标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} added</source>
        <translation>已添加标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} changed</source>
        <translation>已更改标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} looked at</source>
        <translation>已查看标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} moved</source>
        <translation>已移动标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} pasted</source>
        <translation>已粘贴标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} removed</source>
        <translation>已删除标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} revised</source>
        <translation>已修订标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} split</source>
        <translation>已拆分标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Label {name} taken over</source>
        <translation>已采用标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Label, accepted from a suggestion</source>
        <translation>标注，由建议接受而来</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Label, accepted from a suggestion, not seen yet</source>
        <translation>标注，由建议接受而来，尚未查看</translation>
    </message>
    <message>
        <location filename="../../app/shell/palette_controller.py"/>
        <source>Label: {name}</source>
        <translation>标注：{name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Labelling</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/main_window.py"/>
        <location filename="../../app/views/labels/class_table.py"/>
        <location filename="../../app/views/labels/label_list.py"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Labels are all kept. A film is recognised by its content, so its name and its folder may be others now.</source>
        <translation>标注全部保留。视频按内容识别，因此现在的名称和文件夹可以不同。</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>Labels are by: {names}.</source>
        <translation>标注者：{names}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>Labels are kept in {place}</source>
        <translation>标注保存在 {place}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Labels can say further</source>
        <translation>标注还可记录</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Labels carry it from the next opening on.</source>
        <translation>下次打开时起，标注会带上此名。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Labels carry it from the next opening on:</source>
        <translation>下次打开时起，标注会带上此名：</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Labels may overlap</source>
        <translation>标注可以重叠</translation>
    </message>
    <message>
        <source>Labels of two people are needed. A second person labels in a second pass, or in a copy.</source>
        <translation type="vanished">需要两个人的标注。第二人可在第二遍标注或副本中进行标注。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Labels of two people are needed: the second labels in a second pass, or in a copy.</source>
        <translation>需要两个人的标注：第二人在第二遍标注或副本中进行标注。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Labels of {class_name} share time in {count} places: {places}.</source>
        <translation>{class_name} 的标注有 {count} 处时间重叠：{places}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/project_controller.py"/>
        <source>Labels of {film} are kept in {place}</source>
        <translation>{film} 的标注保存在 {place}</translation>
    </message>
    <message>
        <location filename="../../app/shell/project_controller.py"/>
        <source>Labels of {film} will be kept in {place}</source>
        <translation>{film} 的标注将保存在 {place}</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Labels of {into} cannot share time, and would in {count} places: {places}.</source>
        <translation>{into} 的标注不能在时间上重叠，而这样会有 {count} 处重叠：{places}。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>Labels of “{into}” cannot share time, and would in {count} places: {places}.</source>
        <translation>“{into}”的标注不能在时间上重叠，而合并后会有 {count} 处重叠：{places}。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Labels {name} merged</source>
        <translation>已合并标注 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Labels: {name}</source>
        <translation>标注：{name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Layers of suggestions</source>
        <translation>建议层</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Learned without labels: a start for trainings (--init), not for suggestions.</source>
        <translation>无标注学习所得：可作为训练的起点（--init），不能给出建议。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Least certain first</source>
        <translation>最不确定的优先</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Left and right matter: training shows no mirrored pictures</source>
        <translation>区分左右：训练时不使用镜像画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_report.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>Let the second person label a film that the first has done.</source>
        <translation>请让第二人标注第一人已完成的视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>Line</source>
        <translation>线</translation>
    </message>
    <message>
        <location filename="../../app/media/sound_alignment.py"/>
        <source>Line them up by the time of day, or by eye, frame by frame.</source>
        <translation>请按实际时间对齐，或逐帧目测对齐。</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Line up by sound</source>
        <translation>按声音对齐</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Line up by the time of day</source>
        <translation>按实际时间对齐</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Line up the film beside by sound</source>
        <translation>按声音对齐旁侧视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Line up the film beside by the time of day</source>
        <translation>按实际时间对齐旁侧视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Lined up by sound</source>
        <translation>已按声音对齐</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Lined up by sound, to a hundredth of a second</source>
        <translation>已按声音对齐，精确到百分之一秒</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Lined up by the time of day</source>
        <translation>已按实际时间对齐</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Lining up {film}</source>
        <translation>正在对齐 {film}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Lists what was added, changed and removed after the chosen line</source>
        <translation>列出所选行之后的新增、更改和删除</translation>
    </message>
    <message>
        <location filename="../../app/shell/preflight_controller.py"/>
        <location filename="../../app/views/player/sound_panel.py"/>
        <location filename="../../app/views/review/doubt_list.py"/>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Look again at the film's file</source>
        <translation>重新查看视频文件</translation>
    </message>
    <message>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>Look at the stretch around the play head</source>
        <translation>查看播放头附近的一段</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Look for doubtful labels</source>
        <translation>查找可疑标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Looked at {files:,} files in {folder}: {found} of {wanted} found by their content.</source>
        <translation>已查看 {folder} 中的 {files:,} 个文件：按内容找到 {wanted} 个中的 {found} 个。</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>Looking at every label as if it were new …</source>
        <translation>正在把每条标注当作新标注查看…</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Looking at the films</source>
        <translation>正在查看视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>Looking for doubtful labels</source>
        <translation>正在查找可疑标注</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>Looking for doubtful labels ended unexpectedly ({reason}).</source>
        <translation>查找可疑标注意外结束（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>Looking for doubtful labels failed: {reason}</source>
        <translation>查找可疑标注失败：{reason}</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Looking for motion in {film}</source>
        <translation>正在 {film} 中查找运动</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Loop it</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Looping {range}. A click plays on past its end.</source>
        <translation>正在循环 {range}。点击后越过其末尾继续播放。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/accept_dialog.py"/>
        <source>Lowest score</source>
        <translation>最低置信度</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>MATCH</source>
        <translation>比赛</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>MODEL</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>Made by {who}, {when}.</source>
        <translation>制作：{who}，{when}。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Make a new class for the other kind.</source>
        <translation>请为另一类型新建类别。</translation>
    </message>
    <message>
        <location filename="../../app/shell/preflight_controller.py"/>
        <source>Make a quick copy</source>
        <translation>制作代理副本</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Make a quick copy for scrubbing</source>
        <translation>制作用于拖动浏览的代理副本</translation>
    </message>
    <message>
        <location filename="../../app/storage/retracing.py"/>
        <source>Make it anew.</source>
        <translation>请重新制作。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/doubt_list.py"/>
        <source>Make it {name}</source>
        <translation>改为 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Make the box higher</source>
        <translation>增高框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Make the box less high</source>
        <translation>降低框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Make the box narrower</source>
        <translation>使框变窄</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Make the box wider</source>
        <translation>使框变宽</translation>
    </message>
    <message>
        <location filename="../../app/shell/start_controller.py"/>
        <source>Making the sample film …</source>
        <translation>正在制作示例视频…</translation>
    </message>
    <message>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Mark first where it starts.</source>
        <translation>请先标记开始处。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Mark first where it stops.</source>
        <translation>请先标记停止处。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Mark first where one starts.</source>
        <translation>请先标记一节的开始处。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Mark it complete for the chosen class only</source>
        <translation>仅对所选类别标记为完整</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Mark the range between the marks complete</source>
        <translation>将入点与出点之间标记为完整</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Mark the whole film complete</source>
        <translation>将整个视频标记为完整</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Match</source>
        <translation>比赛</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Match clock</source>
        <translation>比赛计时</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Match clock: it stands from here, or runs again</source>
        <translation>比赛计时：从此处停表，或恢复计时</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Match clock: the next period starts here</source>
        <translation>比赛计时：下一节从此处开始</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Match clock: the period ends here</source>
        <translation>比赛计时：本节在此结束</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Match clock…</source>
        <translation>比赛计时…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Merge a colleague's copy</source>
        <translation>合并同事的副本</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Merge a colleague's copy…</source>
        <translation>合并同事的副本…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>Merge classes</source>
        <translation>合并类别</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>Merge into</source>
        <translation>并入</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Merge into…</source>
        <translation>并入…</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>Merge it again.</source>
        <translation>请重新合并。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Merge the selected segments or tracks</source>
        <translation>合并所选片段或轨迹</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Merged. {brought}</source>
        <translation>已合并。{brought}</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <source>Merging needs two segments.</source>
        <translation>合并需要两个片段。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>Merging needs two tracks.</source>
        <translation>合并需要两条轨迹。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Merging {file}</source>
        <translation>正在合并 {file}</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Merging {name} into {target}</source>
        <translation>正在将 {name} 并入 {target}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Milliseconds after the tap</source>
        <translation>按键之后的毫秒数</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Milliseconds before the tap</source>
        <translation>按键之前的毫秒数</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <location filename="../../app/views/dialogs/shortcut_sheet.py"/>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Mode: Explain</source>
        <translation>模式：解释</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Mode: Label</source>
        <translation>模式：标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Mode: Review</source>
        <translation>模式：审核</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../app/media/motion_proposals.py"/>
        <source>Most of the picture moves: the camera does not stand still.</source>
        <translation>画面大部分在动：摄像机不是固定的。</translation>
    </message>
    <message>
        <location filename="../../app/session/run_names.py"/>
        <source>Motion</source>
        <translation>运动</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Motion is looked for in films with a picture.</source>
        <translation>仅在有画面的视频中查找运动。</translation>
    </message>
    <message>
        <location filename="../../app/media/motion_proposals.py"/>
        <source>Motion is proposed for fixed cameras only.</source>
        <translation>仅对固定摄像机建议运动目标。</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <source>Move it between the segment's edges first.</source>
        <translation>请先将其移到片段的边界之间。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/labelling.py"/>
        <source>Move it instead of stretching it.</source>
        <translation>请移动它，而不是拉伸它。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>Move its edge first, or let the labels of this class overlap.</source>
        <translation>请先移动其边界，或允许该类别的标注重叠。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Move on to where it runs again.</source>
        <translation>请移到恢复计时之处。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Move on to where the next one starts.</source>
        <translation>请移到下一节开始之处。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box down</source>
        <translation>下移框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box down by ten</source>
        <translation>下移框 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box left</source>
        <translation>左移框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box left by ten</source>
        <translation>左移框 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box right</source>
        <translation>右移框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box right by ten</source>
        <translation>右移框 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box up</source>
        <translation>上移框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the box up by ten</source>
        <translation>上移框 10 像素</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the selected labels one frame back</source>
        <translation>将所选标注前移一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Move the selected labels one frame on</source>
        <translation>将所选标注后移一帧</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Move their edges or merge them first.</source>
        <translation>请先移动它们的边界或将其合并。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Name a class of boxes first, for instance “person”.</source>
        <translation>请先命名一个框类别，例如“人”。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>Name it in the first line. Nothing was imported.</source>
        <translation>请在首行注明。未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Name of a new class</source>
        <translation>新类别的名称</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Name of the state “{name}” forgotten</source>
        <translation>已移除状态名“{name}”</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Name this state</source>
        <translation>命名此状态</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Name this state, to come back to it…</source>
        <translation>命名此状态，以便日后返回…</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Name this state…</source>
        <translation>命名此状态…</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Name what happens in the film, for instance “serve” or “fall”.</source>
        <translation>为视频中发生的事命名，例如“发球”或“跌倒”。</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Name your first class</source>
        <translation>命名第一个类别</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Name your first class at the left, or begin with a template.</source>
        <translation>请在左侧命名第一个类别，或从模板开始。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>Name your first class, then press its key while the film plays.</source>
        <translation>请命名第一个类别，然后在视频播放时按它的键。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Named states</source>
        <translation>命名状态</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Nearest edge one frame back</source>
        <translation>最近的边界前移一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Nearest edge one frame on</source>
        <translation>最近的边界后移一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>New box</source>
        <translation>新建框</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>New class of boxes</source>
        <translation>新建框类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>New class of boxes…</source>
        <translation>新建框类别…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>New class…</source>
        <translation>新建类别…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>New labels that start a training</source>
        <translation>触发训练的新标注数</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>New line</source>
        <translation>新建线</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>New line: click its corners</source>
        <translation>新建线：依次点击各顶点</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>New zone</source>
        <translation>新建区域</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>New zone: click its corners</source>
        <translation>新建区域：依次点击各顶点</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Next key frame</source>
        <translation>下一关键帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Next label or suggestion</source>
        <translation>下一标注或建议</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Next place where time is missing</source>
        <translation>下一处时间缺失</translation>
    </message>
    <message>
        <location filename="../../sora_model/engine.py"/>
        <source>No CUDA device was found. Choose auto or cpu, or check the graphics driver.</source>
        <translation>未找到 CUDA 设备。请选择 auto 或 cpu，或检查显卡驱动。</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/heat_painter.py"/>
        <source>No better than chance here: not to be relied on</source>
        <translation>此处不优于随机：不可依据</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>No better than chance here: not to be relied on.</source>
        <translation>此处不优于随机：不可依据。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>No class has the key {key}.</source>
        <translation>没有类别使用按键 {key}。</translation>
    </message>
    <message>
        <location filename="../../app/views/start_page.py"/>
        <source>No film at hand? Try the sample film</source>
        <translation>手头没有视频？试试示例视频</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>No key yet. A tap: {how}</source>
        <translation>尚无按键。按一次：{how}</translation>
    </message>
    <message>
        <location filename="../../app/shell/arranging_controller.py"/>
        <source>No label ends before the play head: select one first.</source>
        <translation>播放头之前没有结束的标注：请先选择一条。</translation>
    </message>
    <message>
        <location filename="../../app/session/labelling.py"/>
        <source>No label ends before this one.</source>
        <translation>此标注之前没有结束的标注。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>No label is like that. Take a filter off to see more.</source>
        <translation>没有符合的标注。去掉筛选条件可看到更多。</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_list.py"/>
        <source>No label yet. Play the film and tap a class key when something starts.</source>
        <translation>还没有标注。播放视频，在事件开始时按类别键。</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_list.py"/>
        <source>No longer complete</source>
        <translation>不再完整</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>No longer complete here</source>
        <translation>此处不再完整</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>No longer marked complete</source>
        <translation>已取消完整标记</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>No offset</source>
        <translation>无偏移</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>No period has started here yet.</source>
        <translation>此处还没有任何一节开始。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>No period is marked yet. Go to where the first one starts, and press the button.</source>
        <translation>尚未标记任何一节。请前往第一节开始处，然后按按钮。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>No period is running here.</source>
        <translation>此处没有正在进行的一节。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>No picture of {file} can be decoded with the help of {healthy}.</source>
        <translation>借助 {healthy} 也无法解码 {file} 的任何画面。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/film_pass.py"/>
        <source>No picture of {path} can be decoded; the film is damaged or its codec is unknown.</source>
        <translation>无法解码 {path} 的任何画面；视频已损坏或编码未知。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>No place in the picture speaks for “{name}” here.</source>
        <translation>此处画面中没有支持“{name}”的位置。</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>No proposed box is chosen here.</source>
        <translation>此处没有选中建议框。</translation>
    </message>
    <message>
        <location filename="../../app/shell/complete_controller.py"/>
        <source>No range is marked complete here.</source>
        <translation>此处没有标记为完整的区间。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>No run has looked at this film yet: Propose lets one look at it.</source>
        <translation>还没有模型看过此视频：用“预标注”让它查看。</translation>
    </message>
    <message>
        <location filename="../../app/session/prelabelling.py"/>
        <source>No run is in use yet.</source>
        <translation>尚无使用中的模型版本。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/settings_dialog.py"/>
        <source>No setting is called that.</source>
        <translation>没有这样的设置。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>No sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <location filename="../../app/qt/sound_devices.py"/>
        <source>No sound device was found, so nothing can be heard.</source>
        <translation>未找到声音设备，因此听不到声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>No sound of {path} can be decoded; the file is damaged.</source>
        <translation>无法解码 {path} 的声音；文件已损坏。</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>No suggestion is chosen.</source>
        <translation>未选择建议。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>No suggestions yet. With a few labels per class, Propose lets Sora go ahead.</source>
        <translation>还没有建议。每个类别有几条标注后，用“预标注”让 Sora 先行标注。</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>No temporary file can be written: {reason}.</source>
        <translation>无法写入临时文件：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>No time is missing after here.</source>
        <translation>此处之后没有时间缺失。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>No time is missing before here.</source>
        <translation>此处之前没有时间缺失。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>No time is missing in this film.</source>
        <translation>此视频没有时间缺失。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>No training was interrupted.</source>
        <translation>没有被中断的训练。</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>No zone yet. A zone is an area of the picture, a line a border that is crossed.</source>
        <translation>还没有区域。区域是画面中的一块面积，线是会被越过的边界。</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>Nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Nobody has said yet what the time of day was for {text}.</source>
        <translation>还没有人说明 {text} 的实际时间。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>None of these classes has the attribute {name}.</source>
        <translation>这些类别都没有属性 {name}。</translation>
    </message>
    <message>
        <location filename="../../app/session/clipboard.py"/>
        <source>Not all of it fits: {film} ends at {end}.</source>
        <translation>放不下全部：{film} 结束于 {end}。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Not found yet</source>
        <translation>尚未找到</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Nothing carries it: it can be deleted.</source>
        <translation>没有标注使用它：可以删除。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/changes_dialog.py"/>
        <source>Nothing changed.</source>
        <translation>没有变化。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Nothing comes over by itself.</source>
        <translation>没有可自动并入的内容。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Nothing in the sound for “{name}” by {run}</source>
        <translation>{run}：声音中没有“{name}”的依据</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Nothing in the sound speaks for “{name}” here.</source>
        <translation>此处声音中没有支持“{name}”的内容。</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>Nothing is labelled yet, so nothing can be doubted.</source>
        <translation>还没有标注，无从质疑。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>Nothing is labelled yet. Label a few moments of each class first.</source>
        <translation>还没有标注。请先为每个类别标注几处。</translation>
    </message>
    <message>
        <location filename="../../app/shell/details_controller.py"/>
        <source>Nothing is open.</source>
        <translation>未打开任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Nothing is proposed: {reason}</source>
        <translation>没有给出建议：{reason}</translation>
    </message>
    <message>
        <location filename="../../app/views/jobs/job_list.py"/>
        <source>Nothing is running.</source>
        <translation>没有正在运行的任务。</translation>
    </message>
    <message>
        <location filename="../../app/views/details/details_panel.py"/>
        <source>Nothing is selected.</source>
        <translation>未选择任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Nothing new moves in {film}.</source>
        <translation>{film} 中没有新的运动。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Nothing of yours changed since.</source>
        <translation>此后您没有更改。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>Nothing proposed yet: after a few labels of each class Sora proposes the rest.</source>
        <translation>尚无建议：每个类别标注几条后，Sora 会建议其余部分。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Nothing to undo or redo.</source>
        <translation>没有可撤销或重做的操作。</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>Nothing was changed.</source>
        <translation>未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/session/clipboard.py"/>
        <source>Nothing was copied yet.</source>
        <translation>尚未复制任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Nothing was done yet. Every edit is kept here, and can be undone tomorrow too.</source>
        <translation>还没有操作。每次编辑都保存在这里，明天也能撤销。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Occluded from here, or visible again</source>
        <translation>从此处起被遮挡，或重新可见</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Occlusion</source>
        <translation>遮挡法</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_report.py"/>
        <source>On disk</source>
        <translation>磁盘占用</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>One box accepted; T follows it through the film</source>
        <translation>已接受一个框；按 T 在视频中跟踪</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>One film of the file is left out: no decoder for “{codec}” is there.</source>
        <translation>文件中有一路画面未采用：没有“{codec}”的解码器。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/views/dialogs/picture_row.py"/>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>One frame back (←)</source>
        <translation>后退一帧（←）</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>One frame earlier</source>
        <translation>提前一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>One frame later</source>
        <translation>推后一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/views/dialogs/picture_row.py"/>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>One frame on (→)</source>
        <translation>前进一帧（→）</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>One second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>One sound of the file is left out: no decoder for “{codec}” is there.</source>
        <translation>文件中有一路声音未采用：没有“{codec}”的解码器。</translation>
    </message>
    <message>
        <location filename="../../app/storage/authorship.py"/>
        <source>Only a person can accept or reject a suggestion, or take that back.</source>
        <translation>只有人能接受或拒绝建议，或收回该决定。</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <source>Only segments of one class can be merged.</source>
        <translation>只能合并同一类别的片段。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>Only tracks of one class can be merged.</source>
        <translation>只能合并同一类别的轨迹。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>Only {only} is labelled. Sora learns by comparing: label moments of a second class too, for instance one called background.</source>
        <translation>目前只标注了 {only}。Sora 通过比较学习：请再标注第二个类别，例如“背景”。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>Open a back-up, or make a new project.</source>
        <translation>请打开备份，或新建项目。</translation>
    </message>
    <message>
        <location filename="../../app/shell/start_controller.py"/>
        <source>Open a film of your own.</source>
        <translation>请打开您自己的视频。</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <location filename="../../app/views/start_page.py"/>
        <source>Open a video</source>
        <translation>打开视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Open a video first.</source>
        <translation>请先打开视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Open a video first: classes belong to its project.</source>
        <translation>请先打开视频：类别属于它的项目。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Open a video or a project</source>
        <translation>打开视频或项目</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Open a video or a project…</source>
        <translation>打开视频或项目…</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_display.py"/>
        <source>Open a video to see its time here.</source>
        <translation>打开视频后，此处显示其时间轴。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_store.py"/>
        <source>Open it for writing once; it is backed up and brought up to date.</source>
        <translation>请以可写方式打开一次；它会被备份并更新。</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>Open the film whose boxes shall be exported.</source>
        <translation>请打开要导出框的视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Open the sample film</source>
        <translation>打开示例视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/views/start_page.py"/>
        <source>Opened lately</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>Opening {name} …</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Opening …</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Optimistic (later parts of the same films held out): {verdict}</source>
        <translation>偏乐观（留出的是同一视频的后段）：{verdict}</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Order of the suggestions</source>
        <translation>建议的顺序</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Other content: not taken unless you tick it</source>
        <translation>内容不同：勾选后才采用</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_colours.py"/>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Out mark here</source>
        <translation>在此设出点</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>Out {end}: a class key makes the segment up to where the film is then</source>
        <translation>出点 {end}：按类别键生成到视频当时位置的片段</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Paste labels here</source>
        <translation>在此粘贴标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/arranging_controller.py"/>
        <source>Pasted: {count}</source>
        <translation>已粘贴：{count}</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Period</source>
        <translation>节</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Periods</source>
        <translation>各节</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <location filename="../../app/shell/film_report.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/canvas/canvas_view.py"/>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Picture in a window of its own, on or off</source>
        <translation>在独立窗口显示画面（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/floating_picture.py"/>
        <source>Picture – Sora Studio</source>
        <translation>画面 – Sora Studio</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>Picture, motion and sound together. Right for most films.</source>
        <translation>画面、运动与声音结合。适合大多数视频。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>Picture, motion and sound, each with moments of its own that count.</source>
        <translation>画面、运动与声音，各自关注不同的时刻。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>Pictures alone, each by itself. Learns from the pixels: the first and plainest.</source>
        <translation>仅用画面，逐幅独立。从像素学习：最早也最简单。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>Pictures alone, for actions both quick and slow. The quickest to train.</source>
        <translation>仅用画面，适合快慢动作。训练最快。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>Pictures alone, from the pixels; can begin with films without labels (pretrain).</source>
        <translation>仅用画面，从像素学习；可先用无标注视频预训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/presets.py"/>
        <source>Pictures alone, from the pixels; learns where and when to look.</source>
        <translation>仅用画面，从像素学习；学会看哪里、何时看。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <source>Pictures and sounds of the file</source>
        <translation>文件的画面和声音</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Play on past the loop</source>
        <translation>越过循环继续播放</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Play on past the loop's end</source>
        <translation>越过循环末尾继续播放</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Play the selected label or suggestion</source>
        <translation>播放所选标注或建议</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Play to the output that the computer has chosen now</source>
        <translation>用计算机当前选定的输出设备播放</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Playing</source>
        <translation>播放</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Playing runs through what nobody moves in.</source>
        <translation>播放时快速略过无人活动的部分。</translation>
    </message>
    <message>
        <location filename="../../app/shell/still_controller.py"/>
        <source>Playing shows everything.</source>
        <translation>播放时显示全部内容。</translation>
    </message>
    <message>
        <location filename="../../app/views/class_kinds.py"/>
        <source>Point</source>
        <translation>时间点</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <source>Points cannot be merged.</source>
        <translation>时间点不能合并。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Predicted: {name}, {probability:.0%}</source>
        <translation>预测：{name}，{probability:.0%}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <location filename="../../app/session/boxes.py"/>
        <source>Press N and choose another.</source>
        <translation>请按 N 并选择其他类别。</translation>
    </message>
    <message>
        <location filename="../../app/session/labelling.py"/>
        <source>Press N and draw a box on the picture.</source>
        <translation>请按 N 并在画面上画框。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>Press a class's key when it starts and when it ends, or drag in its lane.</source>
        <translation>在开始和结束时各按一次类别键，或在其轨道中拖动。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Press the new key here</source>
        <translation>在此按下新按键</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Previous key frame</source>
        <translation>上一关键帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Previous label or suggestion</source>
        <translation>上一标注或建议</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Previous place where time is missing</source>
        <translation>上一处时间缺失</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Project begun</source>
        <translation>项目已创建</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Propose</source>
        <translation>预标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Propose for all films</source>
        <translation>对全部视频预标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Propose what moves</source>
        <translation>建议运动目标</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Propose what moves (fixed camera)</source>
        <translation>建议运动目标（固定摄像机）</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Propose: let Sora label ahead</source>
        <translation>预标注：让 Sora 先行标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>Proposed by {run} with a score of {score}; accepted by {who}, {when}.</source>
        <translation>由 {run} 建议，置信度 {score}；由 {who} 接受，{when}。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Proposed track {name} accepted</source>
        <translation>已接受建议轨迹 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Proposed tracks accepted</source>
        <translation>已接受建议轨迹</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Proposed tracks: {name}</source>
        <translation>建议轨迹：{name}</translation>
    </message>
    <message>
        <location filename="../../app/qt/inference_worker.py"/>
        <location filename="../../app/shell/jobs_controller.py"/>
        <location filename="../../app/shell/menus.py"/>
        <source>Proposing</source>
        <translation>预标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Proposing failed. {reason}</source>
        <translation>预标注失败。{reason}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Proposing for {count} films</source>
        <translation>正在为 {count} 个视频预标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Proposing for {film}</source>
        <translation>正在为 {film} 预标注</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Proposing …</source>
        <translation>正在预标注…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Put right</source>
        <translation>校正</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>Put the old file back, or add this one as a film of its own.</source>
        <translation>请放回旧文件，或将此文件作为单独的视频添加。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Puts a name into the history, to go back to or compare with</source>
        <translation>在历史中加入名称，以便返回或比较</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Q1</source>
        <translation>第 1 节</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Q2</source>
        <translation>第 2 节</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Q3</source>
        <translation>第 3 节</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Q4</source>
        <translation>第 4 节</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Quick copies are made only when asked for.</source>
        <translation>仅在要求时制作代理副本。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Quick copies are made where scrubbing would be slow.</source>
        <translation>在拖动浏览较慢时制作代理副本。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Quick copies made by themselves</source>
        <translation>自动制作代理副本</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Quick copies made by themselves, on or off</source>
        <translation>自动制作代理副本（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>Quick copy of {film}</source>
        <translation>{film} 的代理副本</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Range marked complete</source>
        <translation>已将区间标记为完整</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Range not complete any more</source>
        <translation>区间不再完整</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>Reaction: the tap is late by so many milliseconds</source>
        <translation>反应时间：按键延迟的毫秒数</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Read the clock off the picture; from there on the film keeps the time.</source>
        <translation>从画面上读取时钟；视频由此推算时间。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>Reading all labels … {share}</source>
        <translation>正在读取全部标注… {share}</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>Reading only</source>
        <translation>只读</translation>
    </message>
    <message>
        <location filename="../../app/shell/sound_pictures_controller.py"/>
        <source>Reading the sound …</source>
        <translation>正在读取声音…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Rebuild a film that was cut short…</source>
        <translation>修复被截断的视频…</translation>
    </message>
    <message>
        <location filename="../../app/shell/repair_controller.py"/>
        <source>Rebuild its picture…</source>
        <translation>修复其画面…</translation>
    </message>
    <message>
        <location filename="../../app/shell/repair_controller.py"/>
        <source>Rebuilding {file}</source>
        <translation>正在修复 {file}</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Recorded</source>
        <translation>录制于</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Reject  ⌫</source>
        <translation>拒绝  ⌫</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Reject and go on</source>
        <translation>拒绝并继续</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Reject the current suggestion and go on (Backspace)</source>
        <translation>拒绝当前建议并继续（Backspace）</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Rejected; that was the last one</source>
        <translation>已拒绝；这是最后一条</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>Rejected; {count:,} left</source>
        <translation>已拒绝；还剩 {count:,} 条</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Relink 1 film</source>
        <translation>重新链接 1 个视频</translation>
    </message>
    <message>
        <location filename="../../app/session/explaining.py"/>
        <location filename="../../app/session/prelabelling.py"/>
        <source>Relink it first.</source>
        <translation>请先重新链接。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Relink {count} films</source>
        <translation>重新链接 {count} 个视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <location filename="../../app/shell/views_controller.py"/>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Remove the film beside</source>
        <translation>移除旁侧视频</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_list.py"/>
        <source>Remove the label</source>
        <translation>删除标注</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Remove the period</source>
        <translation>删除此节</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Remove the quick copy</source>
        <translation>删除代理副本</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Remove the selected labels</source>
        <translation>删除所选标注</translation>
    </message>
    <message>
        <location filename="../../app/storage/applying.py"/>
        <source>Remove what uses it first. Nothing was changed.</source>
        <translation>请先删除使用它的内容。未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_list.py"/>
        <source>Remove {count} labels</source>
        <translation>删除 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/changes_dialog.py"/>
        <source>Removed</source>
        <translation>已删除</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>Rename one of the two attributes first.</source>
        <translation>请先重命名两个属性之一。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/error_report.py"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Reset this</source>
        <translation>重置此项</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <location filename="../../app/views/labels/class_list.py"/>
        <source>Retire</source>
        <translation>停用</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Retire it instead: it keeps its labels.</source>
        <translation>请改为停用：它会保留标注。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>Review them</source>
        <translation>去审核</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Review {count}</source>
        <translation>审核 {count} 条</translation>
    </message>
    <message>
        <location filename="../../app/views/review/doubt_list.py"/>
        <source>Right after all</source>
        <translation>确实正确</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>Right after all; it is not asked again while the project is open.</source>
        <translation>确实正确；项目打开期间不再询问。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Room for quick copies</source>
        <translation>代理副本的空间</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Room on the disk for quick copies…</source>
        <translation>代理副本的磁盘空间…</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Room on the disk for what is made of films</source>
        <translation>由视频生成的文件的磁盘空间</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>Run</source>
        <translation>模型版本</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Run {name} added</source>
        <translation>已添加模型版本 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Run {name} changed</source>
        <translation>已更改模型版本 {name}</translation>
    </message>
    <message>
        <location filename="../../sora_model/explain/decision.py"/>
        <source>Run {run} decides by its closed-form probe alone: its network has no say, so there is no attention to show. Choose occlusion, which explains the decision itself.</source>
        <translation>模型版本 {run} 仅由其闭式探针作出判断：网络不参与，因此没有注意力可显示。请选择遮挡法，它解释判断本身。</translation>
    </message>
    <message>
        <location filename="../../sora_model/export.py"/>
        <source>Run {run} decides by its closed-form probe alone; its network is untrained, and there is nothing to export. Train with more than 5 labels per class.</source>
        <translation>模型版本 {run} 仅由其闭式探针作出判断；网络未经训练，没有可导出的内容。请以每个类别超过 5 条标注进行训练。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Runs</source>
        <translation>模型版本</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>SOUND</source>
        <translation>声音</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Same content by its size and both ends</source>
        <translation>大小与首尾一致，内容相同</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Same content, proved by its SHA-256</source>
        <translation>内容相同，已由 SHA-256 证实</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Same name, other content: not taken unless you tick it</source>
        <translation>名称相同、内容不同：勾选后才采用</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Save for printing</source>
        <translation>保存以供打印</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/shortcut_sheet.py"/>
        <source>Save for printing…</source>
        <translation>保存以供打印…</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>Save it as UTF-8.</source>
        <translation>请另存为 UTF-8。</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Saved as “{name}”; the history leads back to it.</source>
        <translation>已保存为“{name}”；可从历史中返回。</translation>
    </message>
    <message>
        <location filename="../../app/domain/synchrony.py"/>
        <source>Say it under “Time of day…”, read off the picture's own clock.</source>
        <translation>请在“实际时间…”中填写，从画面上的时钟读取。</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Score</source>
        <translation>置信度</translation>
    </message>
    <message>
        <location filename="../../app/views/review/accept_dialog.py"/>
        <source>Score at least</source>
        <translation>置信度不低于</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <source>Scrubbing</source>
        <translation>拖动浏览</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/relink_dialog.py"/>
        <source>Search a folder…</source>
        <translation>搜索文件夹…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/command_palette.py"/>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Search for an action or a key</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>Search in all columns</source>
        <translation>在所有列中搜索</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/settings_dialog.py"/>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Search which folder, and all below it?</source>
        <translation>搜索哪个文件夹（含其下全部）？</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Searching {folder} …</source>
        <translation>正在搜索 {folder}…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Second</source>
        <translation>第二位</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Second pass: hide other people's labels, on or off</source>
        <translation>第二遍标注：隐藏他人的标注（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Second pass: labels of other people and suggestions are hidden until you end it.</source>
        <translation>第二遍标注：在您结束之前，他人的标注和建议都会隐藏。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Second person</source>
        <translation>第二位标注者</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Seconds, 1:02:03.5, #1234 for a frame, 14:02:31 for the time of day, 2:67:30 for a period and its clock.</source>
        <translation>秒、1:02:03.5、帧 #1234、实际时间 14:02:31、节与计时 2:67:30。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Seconds, 1:02:03.5, #1234 for a frame, 14:02:31 for the time of day.</source>
        <translation>秒、1:02:03.5、帧 #1234、实际时间 14:02:31。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Seconds, 1:02:03.5, #1234 for a frame, 2:67:30 for a period and its clock.</source>
        <translation>秒、1:02:03.5、帧 #1234、节与计时 2:67:30。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Seconds, 1:02:03.5, #1234 for a frame.</source>
        <translation>秒、1:02:03.5、帧 #1234。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/settings_dialog.py"/>
        <source>Sections</source>
        <translation>分区</translation>
    </message>
    <message>
        <location filename="../../app/views/class_kinds.py"/>
        <source>Segment</source>
        <translation>片段</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>Select a box first.</source>
        <translation>请先选择一个框。</translation>
    </message>
    <message>
        <location filename="../../app/session/labelling.py"/>
        <location filename="../../app/session/selected_labels.py"/>
        <location filename="../../app/shell/arranging_controller.py"/>
        <location filename="../../app/shell/label_controller.py"/>
        <source>Select a label first.</source>
        <translation>请先选择一条标注。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Select a label or a suggestion first.</source>
        <translation>请先选择一条标注或建议。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>Select a label, or stand inside one.</source>
        <translation>请选择一条标注，或将播放头移到标注内。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Select all boxes here</source>
        <translation>选择此处全部框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Select all labels</source>
        <translation>选择全部标注</translation>
    </message>
    <message>
        <location filename="../../app/session/clipboard.py"/>
        <source>Select labels and copy them first.</source>
        <translation>请先选择标注并复制。</translation>
    </message>
    <message>
        <location filename="../../app/session/label_records.py"/>
        <source>Select only boxes, or choose another class.</source>
        <translation>请只选择框，或选择其他类别。</translation>
    </message>
    <message>
        <location filename="../../app/session/label_records.py"/>
        <source>Select only labels in time, or choose another class.</source>
        <translation>请只选择时间上的标注，或选择其他类别。</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <source>Select segments only.</source>
        <translation>请只选择片段。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Select the next box here</source>
        <translation>选择此处下一个框</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Select the previous box here</source>
        <translation>选择此处上一个框</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <location filename="../../app/domain/track_plans.py"/>
        <source>Select two or more of one class.</source>
        <translation>请选择同一类别的两个或更多。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>Set aside for {run}.</source>
        <translation>已由 {run} 取代。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Set the clock</source>
        <translation>设置时钟</translation>
    </message>
    <message>
        <location filename="../../app/shell/complete_controller.py"/>
        <source>Set the marks first: I where it begins, O where it ends.</source>
        <translation>请先设置标记：I 为开始处，O 为结束处。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/settings_dialog.py"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Show another film beside the picture first, then line it up.</source>
        <translation>请先在画面旁显示另一个视频，再对齐。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Show another film in step beside this one…</source>
        <translation>在旁同步显示另一个视频…</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <source>Show in step beside</source>
        <translation>在旁同步显示</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Show interlaced film without combs</source>
        <translation>显示隔行视频时去除梳状纹</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Show interlaced film without combs, on or off</source>
        <translation>显示隔行视频时去除梳状纹（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Show it large</source>
        <translation>放大显示</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Show the film beside large</source>
        <translation>放大显示旁侧视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Show the runs</source>
        <translation>显示模型版本</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Show the whole film in the timeline</source>
        <translation>在时间轴显示整个视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Show the whole picture</source>
        <translation>显示整个画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>Show why</source>
        <translation>显示原因</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Shuttle back (again: faster)</source>
        <translation>倒放（再按加速）</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Shuttle on (again: faster)</source>
        <translation>快进（再按加速）</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Shuttle: stop</source>
        <translation>停止快进/倒放</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Since the beginning of yesterday</source>
        <translation>自昨天零时起</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Since the project was opened</source>
        <translation>自打开项目起</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Since: {deed}, {when}</source>
        <translation>自：{deed}，{when}</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Skip the still</source>
        <translation>略过静止部分</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Skip the still, on or off</source>
        <translation>略过静止部分（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>So it is with {count} more.</source>
        <translation>另有 {count} 处相同。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>Some pictures share a time or have none; they were given times of their own.</source>
        <translation>部分画面时间相同或缺少时间；已各自赋予时间。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/preflight_dialog.py"/>
        <source>Something can be done</source>
        <translation>可以处理</translation>
    </message>
    <message>
        <location filename="../../app/shell/still_controller.py"/>
        <source>Something moves all through this film: there is nothing to skip.</source>
        <translation>此视频始终有运动：没有可略过的部分。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/error_report.py"/>
        <source>Something went wrong</source>
        <translation>出错了</translation>
    </message>
    <message>
        <location filename="../../resources/keymaps/sora.json"/>
        <source>Sora</source>
        <translation>Sora</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/error_report.py"/>
        <source>Sora Studio met an error of its own. Your labels are saved: each edit is.</source>
        <translation>Sora Studio 自身出现错误。您的标注已保存：每次编辑都会保存。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Sora Studio: keys</source>
        <translation>Sora Studio：按键</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>Sora labels the rest ahead of you</source>
        <translation>Sora 会先行标注其余部分</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Sora proposes as soon as the training is done.</source>
        <translation>训练完成后 Sora 即给出建议。</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_report.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound 10 ms earlier</source>
        <translation>声音提前 10 ms</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound 10 ms later</source>
        <translation>声音推后 10 ms</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>Sound for “{name}” by {run}</source>
        <translation>{run}：声音中“{name}”的依据</translation>
    </message>
    <message>
        <location filename="../../app/media/playback_clock.py"/>
        <source>Sound is off at {rate:g}× speed (it is heard from {slowest:g}× to {fastest:g}×).</source>
        <translation>{rate:g}× 速度下没有声音（{slowest:g}× 至 {fastest:g}× 可听）。</translation>
    </message>
    <message>
        <location filename="../../app/media/playback_clock.py"/>
        <source>Sound is off while the film runs backwards.</source>
        <translation>倒放时没有声音。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Sound later by</source>
        <translation>声音推后</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>Sound of this film</source>
        <translation>此视频的声音</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound on or off</source>
        <translation>开关声音</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Sound on the timeline</source>
        <translation>时间轴上的声音</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Sound settings</source>
        <translation>声音设置</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Sound: channel and offset…</source>
        <translation>声音：声道与偏移…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound: each channel on its own, or all mixed</source>
        <translation>声音：各声道分开或混合</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound: spectrogram</source>
        <translation>声音：频谱图</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound: waveform</source>
        <translation>声音：波形</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound: waveform and spectrogram</source>
        <translation>声音：波形和频谱图</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Sound: waveform in decibels, or linear</source>
        <translation>声音：波形以分贝或线性显示</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Spectrogram</source>
        <translation>频谱图</translation>
    </message>
    <message>
        <location filename="../../app/shell/sound_pictures_controller.py"/>
        <source>Spectrogram of each channel of {film}</source>
        <translation>{film} 各声道的频谱图</translation>
    </message>
    <message>
        <location filename="../../app/shell/sound_pictures_controller.py"/>
        <source>Spectrogram of {film}</source>
        <translation>{film} 的频谱图</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>Split it and import the parts.</source>
        <translation>请拆分后分别导入。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Split the segment or the track here</source>
        <translation>在此拆分片段或轨迹</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <location filename="../../app/views/start_page.py"/>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Start of the track</source>
        <translation>轨迹开头</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>Starts</source>
        <translation>开始于</translation>
    </message>
    <message>
        <location filename="../../app/shell/parts.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>State named “{name}”</source>
        <translation>状态已命名为“{name}”</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Stays in their file</source>
        <translation>保留在对方文件中</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Stays in their file:</source>
        <translation>保留在对方文件中：</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Step back</source>
        <translation>后退</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Step forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <location filename="../../app/shell/still_controller.py"/>
        <source>Still stretches will be skipped as soon as every frame was checked for motion.</source>
        <translation>每一帧都检查过运动后，将略过静止部分。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Suggestion {name} accepted</source>
        <translation>已接受建议 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Suggestion {name} rejected</source>
        <translation>已拒绝建议 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>Suggestion: {name}</source>
        <translation>建议：{name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Suggestions accepted</source>
        <translation>已接受建议</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Suggestions brought</source>
        <translation>已给出建议</translation>
    </message>
    <message>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Suggestions of which class</source>
        <translation>哪个类别的建议</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Suggestions: {name}</source>
        <translation>建议：{name}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Swap</source>
        <translation>交换</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>Swap the two, or choose another key.</source>
        <translation>请交换两者，或选择其他按键。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>THUMBNAILS</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Take</source>
        <translation>采用</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Take for {what}</source>
        <translation>对 {what} 采用</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Take over</source>
        <translation>采用</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Take the clock away from this film</source>
        <translation>移除此视频的时钟</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>Takes back what you did after the chosen line, in one step that can be undone</source>
        <translation>撤回所选行之后您的操作，作为可撤销的一步</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Ten frames back</source>
        <translation>后退十帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Ten frames on</source>
        <translation>前进十帧</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>That is no number of gigabytes: type one such as 20.</source>
        <translation>这不是有效的 GB 数：请输入如 20 的数字。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/extraction.py"/>
        <source>The ImageNet weights {path} cannot be read ({reason}). Install the program again.</source>
        <translation>无法读取 ImageNet 权重 {path}（{reason}）。请重新安装程序。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/extraction.py"/>
        <source>The ImageNet weights {path} do not fit the network. Install the program again.</source>
        <translation>ImageNet 权重 {path} 与网络不符。请重新安装程序。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The attributes of {name} need names that differ.</source>
        <translation>{name} 的各属性名称必须不同。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The box does not exist any more.</source>
        <translation>该框已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/boxes.py"/>
        <source>The box lies outside the picture.</source>
        <translation>该框在画面之外。</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>The box was changed meanwhile: nothing was followed.</source>
        <translation>框在此期间已更改：未跟踪任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/labelling.py"/>
        <location filename="../../app/session/ontology_editing.py"/>
        <location filename="../../app/session/selected_labels.py"/>
        <source>The class does not exist any more.</source>
        <translation>该类别已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>The class is in use: merge it into another, or retire it; it keeps its labels then.</source>
        <translation>该类别正在使用：请并入其他类别，或停用（标注会保留）。</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <source>The class of the box that was being drawn is gone; nothing was drawn.</source>
        <translation>正在绘制的框的类别已不存在；没有绘制任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/session/boxes.py"/>
        <source>The class of this box was removed while it was drawn.</source>
        <translation>绘制期间此框的类别已被删除。</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_classes.py"/>
        <source>The class {class_name}</source>
        <translation>类别 {class_name}</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/labelling.py"/>
        <source>The class {class_name} is retired: it gets no new labels.</source>
        <translation>类别 {class_name} 已停用：不再接受新标注。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The class {class_name} is used by {count} labels or suggestions.</source>
        <translation>类别 {class_name} 被 {count} 条标注或建议使用。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The class {name} does not exist any more.</source>
        <translation>类别 {name} 已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The class {name} is there already.</source>
        <translation>类别 {name} 已存在。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>The classes are in {name}</source>
        <translation>类别已保存到 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>The clock runs again here</source>
        <translation>时钟从此处恢复</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>The clock runs here already.</source>
        <translation>时钟在此处已在走。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>The clock shows</source>
        <translation>时钟显示</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>The clock stands here</source>
        <translation>时钟在此停止</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>The clock stands here already.</source>
        <translation>时钟在此处已停。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>The columns must be separated by commas. Nothing was imported.</source>
        <translation>各列必须用逗号分隔。未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The complete range does not exist any more.</source>
        <translation>该完整区间已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/shell/window_commands.py"/>
        <source>The demonstration is over; the window is yours.</source>
        <translation>演示结束；窗口交给您了。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>The disk that holds {file} is full. Nothing was changed.</source>
        <translation>{file} 所在的磁盘已满。未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>The disk that holds {file} reports an error ({code}). Nothing was changed.</source>
        <translation>{file} 所在磁盘报告错误（{code}）。未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>The disk that holds {file} reports an error.</source>
        <translation>{file} 所在磁盘报告错误。</translation>
    </message>
    <message>
        <location filename="../../sora_model/export.py"/>
        <source>The exported {file} differs from the model by {worst:.1e}, more than {allowed:.0e}: it was not kept. Use the checkpoint itself.</source>
        <translation>导出的 {file} 与模型相差 {worst:.1e}，超过 {allowed:.0e}：未保留。请直接使用检查点。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>The fastest</source>
        <translation>最快的</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/features.py"/>
        <source>The feature cache {folder} cannot be written ({reason}). Choose another cache folder.</source>
        <translation>无法写入特征缓存 {folder}（{reason}）。请选择其他缓存文件夹。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/extraction.py"/>
        <source>The feature cache {folder} was emptied while in use. Try again.</source>
        <translation>特征缓存 {folder} 在使用中被清空。请重试。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/features.py"/>
        <source>The feature cache {path} cannot be written ({reason}). Free some space there, or choose another cache folder.</source>
        <translation>无法写入特征缓存 {path}（{reason}）。请释放空间，或选择其他缓存文件夹。</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>The file has no place for: {things}.</source>
        <translation>该文件无法容纳：{things}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/preflight_controller.py"/>
        <source>The file holds one picture and one sound: there is nothing to choose.</source>
        <translation>文件只有一路画面和一路声音：无需选择。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <source>The file holds several. Labels, Sora and exports use the ones that are chosen here.</source>
        <translation>文件包含多路。标注、Sora 和导出都使用此处所选的。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The file is not the one that was added: its content changed. Labels stay where they are, but may not fit any more. Put the old file back, or look at the new content.</source>
        <translation>该文件不是当初添加的：内容已变。标注保持原位，但可能不再吻合。请放回旧文件，或查看新内容。</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>The file is not where it was.</source>
        <translation>文件不在原位置。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The file is still being written: {seconds:.0f} s so far. Labels can be set at once; look again to see what was added.</source>
        <translation>文件仍在写入：目前 {seconds:.0f} 秒。可立即标注；重新查看可看到新增部分。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The file lies on another computer ({kind}): reading may stutter. A copy on this computer's own disk is quicker; find it again with “Find moved films”.</source>
        <translation>文件位于另一台计算机（{kind}）：读取可能卡顿。复制到本机磁盘会更快；再用“查找移动过的视频”找到它。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The file was cut short or is still being written: it ends within a packet. It plays as far as it goes; copy it again from its source for the rest.</source>
        <translation>文件被截断或仍在写入：它在数据包中间结束。可播放到现有末尾；其余部分请从来源重新复制。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The file was cut short or is still being written: {size} are missing at its end. It plays as far as it goes; copy it again from its source for the rest.</source>
        <translation>文件被截断或仍在写入：末尾缺少 {size}。可播放到现有末尾；其余部分请从来源重新复制。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The file's header counts {header_frames} frames; {frames} can be decoded.</source>
        <translation>文件头记录 {header_frames} 帧；可解码 {frames} 帧。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>The film begins on {moment}</source>
        <translation>视频开始于 {moment}</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>The film beside: one frame earlier</source>
        <translation>旁侧视频：提前一帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>The film beside: one frame later</source>
        <translation>旁侧视频：推后一帧</translation>
    </message>
    <message>
        <location filename="../../app/media/gaps.py"/>
        <source>The film has a hole: {place} are missing; the picture before it stands still meanwhile.</source>
        <translation>视频有一处缺口：缺少 {place}；期间画面停在前一幅。</translation>
    </message>
    <message>
        <location filename="../../app/shell/preflight_controller.py"/>
        <source>The film has labels, which belong to this picture's frames. To label another one, add a copy of the file under a name of its own.</source>
        <translation>视频已有标注，它们属于此画面的帧。要标注另一路画面，请以另一名称添加文件副本。</translation>
    </message>
    <message>
        <location filename="../../app/media/gaps.py"/>
        <source>The film has {count} holes, {total} in all ({places}); the picture stands still meanwhile.</source>
        <translation>视频有 {count} 处缺口，共 {total}（{places}）；期间画面静止。</translation>
    </message>
    <message>
        <location filename="../../app/session/features_ahead.py"/>
        <source>The film is another one now.</source>
        <translation>现在显示的是另一个视频。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The film is interlaced: two half pictures, a moment apart, make a frame. It is shown without its combs (deinterlaced); Sora sees the frames as they are.</source>
        <translation>视频为隔行：每帧由相隔片刻的两场组成。显示时已去隔行；Sora 使用原始帧。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <location filename="../../app/session/editing.py"/>
        <source>The film is not in the project any more.</source>
        <translation>该视频已不在项目中。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The film is protected against copying (DRM); what decodes may be noise. Ask its owner for a copy without protection.</source>
        <translation>视频有防复制保护（DRM）；解码结果可能是噪声。请向所有者索取无保护的副本。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The film is slow to scrub; its quick copy makes dragging instant.</source>
        <translation>视频拖动浏览较慢；代理副本使拖动即时响应。</translation>
    </message>
    <message>
        <location filename="../../app/media/activity.py"/>
        <source>The film is too short or too even for the demonstration: it needs two busy and two still stretches.</source>
        <translation>视频太短或过于平淡，不适合演示：需要两段活动和两段静止。</translation>
    </message>
    <message>
        <location filename="../../app/media/scrub_proxy.py"/>
        <source>The film plays without it. Free some space there to make it.</source>
        <translation>没有它视频仍可播放。释放空间后即可制作。</translation>
    </message>
    <message>
        <location filename="../../app/media/cache_budget.py"/>
        <source>The film plays without one. Free some space there or raise the budget.</source>
        <translation>没有副本视频仍可播放。请释放空间或提高限额。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>The film then lasts from {start} to {end}.</source>
        <translation>视频从 {start} 持续到 {end}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <source>The films of the project; open and add</source>
        <translation>项目中的视频；打开和添加</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The first frame's time stamp is {first_pts}, not 0 (it is shown at {first:.3f} s). Other programs may count from elsewhere; labels follow the frames.</source>
        <translation>首帧时间戳为 {first_pts}，不是 0（显示于 {first:.3f} 秒）。其他程序可能从别处计数；标注以帧为准。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>The folder for the run, {folder}, cannot be written: {reason}.</source>
        <translation>无法写入模型版本的文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>The folder {folder} does not exist.</source>
        <translation>文件夹 {folder} 不存在。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The frame rate varies; times are exact, frames per second are an average.</source>
        <translation>帧率可变；时间是精确的，每秒帧数为平均值。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The graphics card ({card}) decodes the film for viewing; every picture is checked against the software decoder's.</source>
        <translation>观看时由显卡（{card}）解码；每幅画面都与软件解码结果核对。</translation>
    </message>
    <message>
        <location filename="../../app/shell/hardware_controller.py"/>
        <source>The graphics card decodes what it is found to show exactly as software does.</source>
        <translation>凡显卡显示与软件完全一致的视频，均由显卡解码。</translation>
    </message>
    <message>
        <location filename="../../sora_model/runtime.py"/>
        <source>The graphics memory is too small for a single picture. Close other programs that use it, or choose the device cpu.</source>
        <translation>显存不足以处理一幅画面。请关闭占用显存的其他程序，或选择处理器。</translation>
    </message>
    <message>
        <location filename="../../sora_model/descent.py"/>
        <source>The graphics memory is too small for a single window. Close other programs that use it, train on shorter windows (--set window=64), or choose the device cpu.</source>
        <translation>显存不足以处理一个窗口。请关闭占用显存的其他程序、用更短的窗口训练（--set window=64），或选择处理器。</translation>
    </message>
    <message>
        <location filename="../../sora_model/__main__.py"/>
        <source>The job {path} cannot be read ({reason}).</source>
        <translation>无法读取任务 {path}（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>The key of the class {name} means “{action}” while labelling: in Code alone it is the class's.</source>
        <translation>类别 {name} 的按键在标注时表示“{action}”：仅在编码模式下归类别使用。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The key {key} belongs to another class.</source>
        <translation>按键 {key} 属于另一类别。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The label does not exist any more.</source>
        <translation>该标注已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>The labels are being looked at already.</source>
        <translation>标注已在检查中。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>The map is better than chance here.</source>
        <translation>此处热图优于随机。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>The map is there. It is being tested: places are hidden and the run is asked again …</source>
        <translation>热图已生成，正在检验：遮住部分位置后再次询问模型…</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>The match clock is changed</source>
        <translation>比赛计时已更改</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>The model cannot be saved in {folder} ({reason}). Free some space and train again.</source>
        <translation>无法在 {folder} 保存模型（{reason}）。请释放空间后重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>The model in {folder} was trained on other ImageNet weights. Train again.</source>
        <translation>{folder} 中的模型是用其他 ImageNet 权重训练的。请重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>The model in {folder}: its picture network is no {name}. Choose another run.</source>
        <translation>{folder} 中的模型：其画面网络不是 {name}。请选择其他模型版本。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>The model in {folder}: its probe of single steps has other classes. Train again.</source>
        <translation>{folder} 中的模型：其单步探针的类别不同。请重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>The model in {folder}: its probe of single steps is damaged. Choose another run.</source>
        <translation>{folder} 中的模型：其单步探针已损坏。请选择其他模型版本。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>The model in {folder}: the weights do not fit the described model. Choose another run.</source>
        <translation>{folder} 中的模型：权重与所描述的模型不符。请选择其他模型版本。</translation>
    </message>
    <message>
        <location filename="../../app/storage/applying.py"/>
        <source>The name or key that this brings back belongs to another by now.</source>
        <translation>要恢复的名称或按键现已属于其他项。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>The name {file} is too long.</source>
        <translation>名称 {file} 太长。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>The only channel</source>
        <translation>唯一的声道</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The picture has {bit_depth} bits per colour; it is shown with 8.</source>
        <translation>画面每色 {bit_depth} 位；以 8 位显示。</translation>
    </message>
    <message>
        <location filename="../../app/views/start_page.py"/>
        <source>The picture is in a window of its own.</source>
        <translation>画面在独立窗口中。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The picture is mirrored when shown, as the file asks.</source>
        <translation>按文件要求，画面镜像显示。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The picture is turned by {degrees}° when shown, as the file asks.</source>
        <translation>按文件要求，画面旋转 {degrees}° 显示。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The pixels are not square ({shape}); the view stretches the picture.</source>
        <translation>像素不是正方形（{shape}）；显示时会拉伸画面。</translation>
    </message>
    <message>
        <location filename="../../app/domain/label_plans.py"/>
        <source>The play head is not inside the segment.</source>
        <translation>播放头不在片段内。</translation>
    </message>
    <message>
        <location filename="../../sora_model/pretraining.py"/>
        <source>The preset “{preset}” cannot learn without labels. Choose sora-tcn-ae.</source>
        <translation>预设“{preset}”不能无标注学习。请选择 sora-tcn-ae。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>The project is open for reading only: a run could not be kept.</source>
        <translation>项目以只读方式打开：无法保存模型版本。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>The project is open for reading only; nothing of it can be named here.</source>
        <translation>项目以只读方式打开；无法在此命名。</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>The project was changed since it was compared with {file}.</source>
        <translation>与 {file} 比较之后，项目已更改。</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <location filename="../../app/shell/features_controller.py"/>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>The project was closed.</source>
        <translation>项目已关闭。</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>The quick copy is being made. Cancel its job first, then remove it.</source>
        <translation>正在制作代理副本。请先取消其任务，再删除。</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>The quick copy of {film} is removed.</source>
        <translation>已删除 {film} 的代理副本。</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>The quick copy of {film} was damaged; it is made again.</source>
        <translation>{film} 的代理副本已损坏；正在重新制作。</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>The quick copy will be made as soon as every frame is checked.</source>
        <translation>每一帧检查完毕后将制作代理副本。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The recording was never closed: the recorder was switched off, or still writes. It plays as far as it goes.</source>
        <translation>录像未正常结束：录像机被关闭或仍在写入。可播放到现有末尾。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/error_report.py"/>
        <source>The report is kept in {path}. Nothing was sent anywhere.</source>
        <translation>报告保存在 {path}。没有向任何地方发送内容。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The run does not exist any more.</source>
        <translation>该模型版本已不存在。</translation>
    </message>
    <message>
        <location filename="../../sora_model/explain/explainer.py"/>
        <source>The run does not know this class: it had no labels when the run was trained.</source>
        <translation>该模型版本不认识此类别：训练时它还没有标注。</translation>
    </message>
    <message>
        <location filename="../../sora_model/explain/report.py"/>
        <source>The run does not know “{class_name}”. It knows {names}.</source>
        <translation>该模型版本不认识“{class_name}”。它认识 {names}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The run {name} is there already.</source>
        <translation>模型版本 {name} 已存在。</translation>
    </message>
    <message>
        <location filename="../../app/shell/start_controller.py"/>
        <source>The sample film could not be written to {folder}: {reason}.</source>
        <translation>无法将示例视频写入 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>The search was cancelled.</source>
        <translation>搜索已取消。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>The segment that was begun is dropped: its class is gone or retired.</source>
        <translation>已开始的片段被放弃：其类别已删除或停用。</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <source>The selected box is not here.</source>
        <translation>所选的框不在此处。</translation>
    </message>
    <message>
        <location filename="../../app/session/settings.py"/>
        <source>The settings could not be saved in {path}: {reason}.</source>
        <translation>无法将设置保存到 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The size of the picture changes within the film ({sizes}).</source>
        <translation>视频中画面尺寸有变化（{sizes}）。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>The snapshot does not exist any more.</source>
        <translation>该状态名已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The sound begins {late:.1f} s after the film; it is silent before.</source>
        <translation>声音比视频晚 {late:.1f} 秒开始；此前无声。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>The sound cannot be decoded and is left out.</source>
        <translation>声音无法解码，未采用。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>The sound cannot be used: {reason}</source>
        <translation>无法使用声音：{reason}</translation>
    </message>
    <message>
        <location filename="../../app/qt/sound_devices.py"/>
        <source>The sound device cannot be used ({reason}), so nothing can be heard.</source>
        <translation>无法使用声音设备（{reason}），因此听不到声音。</translation>
    </message>
    <message>
        <location filename="../../app/qt/audio_output.py"/>
        <source>The sound device does not answer, so nothing can be heard.</source>
        <translation>声音设备没有响应，因此听不到声音。</translation>
    </message>
    <message>
        <location filename="../../app/qt/audio_output.py"/>
        <source>The sound device is gone.</source>
        <translation>声音设备已断开。</translation>
    </message>
    <message>
        <location filename="../../app/qt/audio_output.py"/>
        <source>The sound device is looked for.</source>
        <translation>正在查找声音设备。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>The sound ends {seconds:.1f} s before the film.</source>
        <translation>声音比视频早 {seconds:.1f} 秒结束。</translation>
    </message>
    <message>
        <location filename="../../app/qt/sound_devices.py"/>
        <source>The sound library PortAudio is not installed, so nothing can be heard.</source>
        <translation>未安装声音库 PortAudio，因此听不到声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>The sound track is silent throughout.</source>
        <translation>音轨全程无声。</translation>
    </message>
    <message>
        <location filename="../../sora_model/resume.py"/>
        <source>The state of the training cannot be kept in {folder} ({reason}). Free some space and train again.</source>
        <translation>无法在 {folder} 保存训练状态（{reason}）。请释放空间后重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/resume.py"/>
        <source>The state of the training in {folder} is damaged ({reason}). Train anew.</source>
        <translation>{folder} 中的训练状态已损坏（{reason}）。请重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/resume.py"/>
        <source>The state of the training in {folder} is damaged. Train again from the start.</source>
        <translation>{folder} 中的训练状态已损坏。请从头训练。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The suggestion does not exist any more.</source>
        <translation>该建议已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The suggestion was accepted already.</source>
        <translation>该建议已被接受。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The suggestion was rejected already.</source>
        <translation>该建议已被拒绝。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>The time of day is not known any more</source>
        <translation>实际时间不再已知</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>The time of day is set</source>
        <translation>实际时间已设置</translation>
    </message>
    <message>
        <location filename="../../app/domain/synchrony.py"/>
        <source>The time of day of {film} is not known.</source>
        <translation>{film} 的实际时间未知。</translation>
    </message>
    <message>
        <location filename="../../app/domain/synchrony.py"/>
        <source>The time zone of {film} is not known, so the two clocks cannot be compared.</source>
        <translation>{film} 的时区未知，因此无法比较两个时钟。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>The times of the pictures do not increase in the file; they were sorted.</source>
        <translation>文件中画面的时间不是递增的；已重新排序。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>The track does not exist any more.</source>
        <translation>该轨迹已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>The track ends here (outside)</source>
        <translation>轨迹在此结束（离开画面）</translation>
    </message>
    <message>
        <location filename="../../app/session/boxes.py"/>
        <source>The track has no box here.</source>
        <translation>该轨迹在此处没有框。</translation>
    </message>
    <message>
        <location filename="../../sora_model/few.py"/>
        <source>The training cannot start from run {run}: its {name} is {before}, here it is {value}. Choose a run of the same preset and settings, or train without one.</source>
        <translation>训练不能从模型版本 {run} 开始：其 {name} 为 {before}，此处为 {value}。请选择相同预设和设置的模型版本，或不使用起点训练。</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>The training failed.</source>
        <translation>训练失败。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>The training failed: {message}</source>
        <translation>训练失败：{message}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>The training has said nothing for {seconds} seconds. It may be stuck; your labels are safe.</source>
        <translation>训练已有 {seconds} 秒没有响应，可能卡住了；您的标注是安全的。</translation>
    </message>
    <message>
        <location filename="../../sora_model/resume.py"/>
        <source>The training in {folder} was begun with other settings, labels or another version. Give the same ones, or train again from the start.</source>
        <translation>{folder} 中的训练是用其他设置、标注或版本开始的。请使用相同的，或从头训练。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>The training process ended unexpectedly ({reason}). Your labels are safe; train again, and if it comes back, report it.</source>
        <translation>训练进程意外结束（{reason}）。您的标注是安全的；请重新训练，若再次出现请报告。</translation>
    </message>
    <message>
        <location filename="../../sora_model/optimising.py"/>
        <source>The training went astray: its gradient is no longer finite. Train again with a smaller learning rate (--set learning_rate=0.0005), or with precision=fp32.</source>
        <translation>训练发散：梯度不再有限。请用更小的学习率（--set learning_rate=0.0005）或 precision=fp32 重新训练。</translation>
    </message>
    <message>
        <location filename="../../app/media/sound_pass.py"/>
        <source>The waveform of {path} cannot be kept in {folder}: {reason}.</source>
        <translation>无法在 {folder} 保存 {path} 的波形：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <source>The whole &amp;track</source>
        <translation>整条轨迹(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <source>The whole &amp;tracks</source>
        <translation>整条轨迹(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <location filename="../../app/session/boxes.py"/>
        <source>The zone does not exist any more.</source>
        <translation>该区域已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Theirs</source>
        <translation>对方的</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>There are no curves yet: let Sora propose first.</source>
        <translation>还没有曲线：请先让 Sora 预标注。</translation>
    </message>
    <message>
        <location filename="../../sora_model/embedding.py"/>
        <source>There are no dimensions to choose from: all vectors here are the same. Add films.</source>
        <translation>没有可选的维度：此处所有向量都相同。请添加视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>There are no pictures to copy.</source>
        <translation>没有可复制的画面。</translation>
    </message>
    <message>
        <location filename="../../sora_model/pretraining.py"/>
        <source>There are no pictures to learn from. Add films to the project.</source>
        <translation>没有可供学习的画面。请向项目添加视频。</translation>
    </message>
    <message>
        <location filename="../../sora_model/label_errors.py"/>
        <source>There are too few labels to doubt any: {fewest} in two classes or more are needed, at least {each} of each; here {total} in {classes} such classes. Label some more first.</source>
        <translation>标注太少，无从质疑：需要两个以上类别共 {fewest} 条，每类至少 {each} 条；此处 {classes} 个类别共 {total} 条。请先多标注一些。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>There are {count} films in the file ({sizes}); number {used} is used.</source>
        <translation>文件中有 {count} 路画面（{sizes}）；使用第 {used} 路。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>There are {count} sound tracks in the file; number {used} is used.</source>
        <translation>文件中有 {count} 条音轨；使用第 {used} 条。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <location filename="../../app/shell/label_controller.py"/>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>There is a class {name} already.</source>
        <translation>已有类别 {name}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>There is a snapshot {name} already.</source>
        <translation>已有状态名 {name}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>There is a zone {name} already.</source>
        <translation>已有区域 {name}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/extraction.py"/>
        <source>There is no backbone “{name}”. Choose efficientnet-lite0, efficientnet-lite2 or none.</source>
        <translation>没有骨干网络“{name}”。请选择 efficientnet-lite0、efficientnet-lite2 或 none。</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_controller.py"/>
        <source>There is no box here.</source>
        <translation>此处没有框。</translation>
    </message>
    <message>
        <location filename="../../sora_model/engine.py"/>
        <source>There is no device “{wanted}”. Choose auto, cpu or cuda.</source>
        <translation>没有设备“{wanted}”。请选择 auto、cpu 或 cuda。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>There is no frame {number}: the last one is {last}.</source>
        <translation>没有第 {number} 帧：最后一帧是 {last}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/network/forms/multimodal.py"/>
        <source>There is no fusion “{name}”. Choose one of: {fusions}.</source>
        <translation>没有融合方式“{name}”。可选：{fusions}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/network/forms/form.py"/>
        <source>There is no head “{name}”. Choose one of: {clip_heads}.</source>
        <translation>没有输出头“{name}”。可选：{clip_heads}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>There is no model “{name}”. Choose one of: {presets}.</source>
        <translation>没有模型“{name}”。可选：{presets}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/optimising.py"/>
        <source>There is no optimiser “{name}”. Choose one of: {optimisers}.</source>
        <translation>没有优化器“{name}”。可选：{optimisers}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>There is no other class of the kind of {class_name} in use.</source>
        <translation>没有与 {class_name} 同类型的其他在用类别。</translation>
    </message>
    <message>
        <location filename="../../sora_model/optimising.py"/>
        <source>There is no precision “{name}”. Choose one of: {precisions}.</source>
        <translation>没有精度“{name}”。可选：{precisions}。</translation>
    </message>
    <message>
        <location filename="../../app/media/cache_budget.py"/>
        <source>There is no room for quick copies of films in {folder}: {held} of {limit} are in use.</source>
        <translation>{folder} 中没有代理副本的空间：已用 {held}，上限 {limit}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/optimising.py"/>
        <source>There is no schedule “{name}”. Choose one of: {schedules}.</source>
        <translation>没有学习率策略“{name}”。可选：{schedules}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/screen.py"/>
        <source>There is no screen to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.</source>
        <translation>没有可打开窗口的屏幕：DISPLAY 和 WAYLAND_DISPLAY 均未设置。</translation>
    </message>
    <message>
        <location filename="../../sora_model/settings.py"/>
        <source>There is no setting “{key}”.{hint} Settings: {kinds}.</source>
        <translation>没有设置项“{key}”。{hint}可用设置：{kinds}。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>There is no sound.</source>
        <translation>没有声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/playback_clock.py"/>
        <source>There is no sound; the film runs on the computer's clock.</source>
        <translation>没有声音；视频按计算机时钟播放。</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>There is nothing to cut off: the track begins later, or has ended before.</source>
        <translation>没有可截去的部分：轨迹在此之后才开始，或之前已结束。</translation>
    </message>
    <message>
        <location filename="../../sora_model/embedding.py"/>
        <source>There is nothing to embed: no films.</source>
        <translation>没有可嵌入的内容：没有视频。</translation>
    </message>
    <message>
        <location filename="../../sora_model/embedding.py"/>
        <source>There is nothing to embed: no labels. Label some actions, or choose the level film or frame.</source>
        <translation>没有可嵌入的内容：没有标注。请标注一些动作，或选择视频或帧级别。</translation>
    </message>
    <message>
        <location filename="../../sora_model/evaluation.py"/>
        <source>There is nothing to evaluate: none of these media has labels. Label some, then evaluate.</source>
        <translation>没有可评估的内容：这些视频都没有标注。请先标注再评估。</translation>
    </message>
    <message>
        <location filename="../../app/session/propagation.py"/>
        <source>There is nothing to follow after this frame.</source>
        <translation>此帧之后没有可跟踪的内容。</translation>
    </message>
    <message>
        <location filename="../../app/session/propagation.py"/>
        <source>There is nothing to follow before this frame.</source>
        <translation>此帧之前没有可跟踪的内容。</translation>
    </message>
    <message>
        <location filename="../../sora_model/labelled_films.py"/>
        <source>There is nothing to learn from yet: no labels. Label some actions, then train.</source>
        <translation>还没有可学习的内容：没有标注。请先标注一些动作再训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/robustness.py"/>
        <source>There is nothing to measure on: none of these media has both a picture and labels of a class that this run knows. Label some, or choose other media.</source>
        <translation>没有可测量的内容：这些视频都不同时具有画面和该模型版本认识的类别的标注。请先标注，或选择其他视频。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>There is sound only. Everything works on it as on a film, without pictures.</source>
        <translation>只有声音。除没有画面外，一切照常。</translation>
    </message>
    <message>
        <location filename="../../sora_model/cross_validation.py"/>
        <source>There is too little to hold anything out: all labels lie in one short stretch of one film. Label a second film, then evaluate by folds.</source>
        <translation>标注太少，无法留出：全部标注都在一个视频的一小段内。请标注第二个视频，再分折评估。</translation>
    </message>
    <message>
        <location filename="../../app/shell/project_controller.py"/>
        <source>These films are in the project already.</source>
        <translation>这些视频已在项目中。</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>They become your labels, marked as accepted in bulk without having been played. One Undo takes all of them back.</source>
        <translation>它们将成为您的标注，并标记为未经播放的批量接受。一次撤销即可全部收回。</translation>
    </message>
    <message>
        <location filename="../../app/views/review/accept_dialog.py"/>
        <source>They become your labels, marked as accepted in bulk. One Undo takes all of them back.</source>
        <translation>它们将成为您的标注，并标记为批量接受。一次撤销即可全部收回。</translation>
    </message>
    <message>
        <location filename="../../app/session/settings.py"/>
        <source>They hold until the program is closed.</source>
        <translation>它们在程序关闭前有效。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>They labelled no film both: let the second label what the first has done.</source>
        <translation>没有两人都标注过的视频：请让第二人标注第一人已完成的视频。</translation>
    </message>
    <message>
        <source>They removed the class {before}; it stays, for it was used or changed here</source>
        <translation type="vanished">对方删除了类别 {before}；因在此被使用或更改，予以保留</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_classes.py"/>
        <source>They removed the class {class_name}; it stays, for it was used or changed here</source>
        <translation>对方移除了类别 {class_name}；它在这里用过或改过，因此保留</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>They were moved to whole frames by at most {ms:.0f} ms.</source>
        <translation>已对齐到整帧，最多移动 {ms:.0f} ms。</translation>
    </message>
    <message>
        <location filename="../../app/storage/applying.py"/>
        <source>This</source>
        <translation>此项</translation>
    </message>
    <message>
        <location filename="../../app/shell/box_menus.py"/>
        <source>This &amp;box</source>
        <translation>此框(&amp;B)</translation>
    </message>
    <message>
        <location filename="../../app/storage/retracing.py"/>
        <source>This brought suggestions, and they are not taken away by undo.</source>
        <translation>此操作给出了建议，撤销不会移除它们。</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>This film cannot be shown</source>
        <translation>无法显示此视频</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>This film has no frames.</source>
        <translation>此视频没有帧。</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_controller.py"/>
        <location filename="../../app/shell/wiring.py"/>
        <source>This film has no sound.</source>
        <translation>此视频没有声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>This film is slow to scrub ({codec}, {width}×{height}, key frames up to {frames} frames apart): dragging would be slow. A small quick copy beside it makes dragging instant; the original stays what is labelled.</source>
        <translation>此视频拖动浏览较慢（{codec}，{width}×{height}，关键帧最大间隔 {frames} 帧）。在旁边制作小型代理副本可使拖动即时响应；标注的仍是原始视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>This map is no better than chance here: do not rely on it.</source>
        <translation>此处热图不优于随机：请勿依据。</translation>
    </message>
    <message>
        <location filename="../../app/storage/applying.py"/>
        <location filename="../../app/storage/retracing.py"/>
        <source>This needs something that is not in the project any more: its class, film or track.</source>
        <translation>所需的内容已不在项目中：其类别、视频或轨迹。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>This time came twice that night; the first is meant (for the second give an offset).</source>
        <translation>当晚这个时间出现两次；取第一次（若为第二次请给出偏移）。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>This was done to the project as a whole, at no place of a film.</source>
        <translation>此操作针对整个项目，不在视频的某处。</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>Thumbnails and motion of {film}</source>
        <translation>{film} 的缩略图和运动</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>Thumbnails are on; they need a higher timeline: drag its upper edge up.</source>
        <translation>缩略图已开启；需要更高的时间轴：请向上拖动其上边缘。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Thumbnails on the timeline</source>
        <translation>时间轴上的缩略图</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Thumbnails on the timeline, on or off</source>
        <translation>时间轴上的缩略图（开/关）</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <location filename="../../app/views/player/transport_bar.py"/>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Time of day</source>
        <translation>实际时间</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>Time of day {time}</source>
        <translation>实际时间 {time}</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Time of day…</source>
        <translation>实际时间…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/views/timeline/timeline_display.py"/>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <source>Together</source>
        <translation>协作</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Track IoU</source>
        <translation>轨迹 IoU</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>Track removed with its box</source>
        <translation>已删除轨迹及其框</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>Track removed with its {count:,} boxes</source>
        <translation>已删除轨迹及其 {count:,} 个框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Track {name} changed</source>
        <translation>已更改轨迹 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Track {name} drawn</source>
        <translation>已绘制轨迹 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Track {name} ended</source>
        <translation>轨迹 {name} 已结束</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Track {name} removed</source>
        <translation>已删除轨迹 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Track {name} removed with its boxes</source>
        <translation>已删除轨迹 {name} 及其框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Track {name} split</source>
        <translation>已拆分轨迹 {name}</translation>
    </message>
    <message>
        <location filename="../../app/domain/track_plans.py"/>
        <source>Tracks #{first} and #{second} are both there at {at}.</source>
        <translation>轨迹 #{first} 与 #{second} 在 {at} 同时存在。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Tracks split</source>
        <translation>已拆分轨迹</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Tracks {name} joined</source>
        <translation>已合并轨迹 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Tracks: {name}</source>
        <translation>轨迹：{name}</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>Train anew.</source>
        <translation>请重新训练。</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Train by itself</source>
        <translation>自动训练</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Train now</source>
        <translation>立即训练</translation>
    </message>
    <message>
        <location filename="../../app/session/prelabelling.py"/>
        <source>Train on your labels first.</source>
        <translation>请先用您的标注训练。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>Train without --resume.</source>
        <translation>请不带 --resume 进行训练。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <location filename="../../app/shell/main_window.py"/>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../app/views/training/curves.py"/>
        <source>Training curves</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Training {done}/{total}</source>
        <translation>训练 {done}/{total}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>Training: {step}</source>
        <translation>训练：{step}</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Transport</source>
        <translation>播放控制</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>Two descriptors of {name} have the same key.</source>
        <translation>{name} 的两个属性值使用同一按键。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>Two labels of {class_name} cannot share time: one is there from {start} to {end}.</source>
        <translation>{class_name} 的两条标注不能在时间上重叠：{start} 至 {end} 已有一条。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Type the date and the time that the clock shows.</source>
        <translation>请输入时钟显示的日期和时间。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Uncertain by</source>
        <translation>误差</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>Uncertain by so many seconds</source>
        <translation>误差秒数</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <location filename="../../app/shell/parts.py"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <location filename="../../app/domain/document.py"/>
        <source>Undo the later edit first, or leave it as it is.</source>
        <translation>请先撤销之后的编辑，或保持现状。</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Undone: {deed}</source>
        <translation>已撤销：{deed}</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>Up to {count} films are shown beside the picture. Remove one first.</source>
        <translation>画面旁最多显示 {count} 个视频。请先移除一个。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>Update Sora Studio.</source>
        <translation>请更新 Sora Studio。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <source>Use these</source>
        <translation>使用这些</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Use this key</source>
        <translation>使用此键</translation>
    </message>
    <message>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>Use this run</source>
        <translation>使用此版本</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>Verification</source>
        <translation>核实</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Videos and projects</source>
        <translation>视频和项目</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Videos and sound</source>
        <translation>视频和声音</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/side_views.py"/>
        <source>View: {name}</source>
        <translation>视图：{name}</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>Wait for it, or cancel it first.</source>
        <translation>请等待，或先取消它。</translation>
    </message>
    <message>
        <location filename="../../app/session/editing.py"/>
        <source>Wait for it, or cancel it in the list of jobs.</source>
        <translation>请等待，或在任务列表中取消它。</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>Wait, or cancel it first.</source>
        <translation>请等待，或先取消它。</translation>
    </message>
    <message>
        <location filename="../../app/shell/features_controller.py"/>
        <source>Waits for the proposals</source>
        <translation>等待预标注</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>Wall clock</source>
        <translation>实际时间</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>Was at {path}</source>
        <translation>原位于 {path}</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Waveform and spectrogram</source>
        <translation>波形和频谱图</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Waveform in decibels</source>
        <translation>以分贝显示波形</translation>
    </message>
    <message>
        <location filename="../../app/shell/sound_pictures_controller.py"/>
        <source>Waveform of {film}</source>
        <translation>{film} 的波形</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <location filename="../../app/views/history/changes_dialog.py"/>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <location filename="../../app/views/history/changes_dialog.py"/>
        <source>What changed</source>
        <translation>变化</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>What changed since the project was opened</source>
        <translation>打开项目以来的变化</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>What changed since yesterday</source>
        <translation>昨天以来的变化</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/command_palette.py"/>
        <source>What do you want to do?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>What is shown of the sound is no better than chance.</source>
        <translation>所示的声音依据不优于随机。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/go_to_box.py"/>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>What moves before a fixed camera.</source>
        <translation>固定摄像机前的运动目标。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>What moves is proposed on the picture, in Review.</source>
        <translation>运动目标的建议显示在画面上（审核模式）。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>What playing does</source>
        <translation>播放的行为</translation>
    </message>
    <message>
        <location filename="../../app/shell/main_window.py"/>
        <source>What runs in the background</source>
        <translation>后台运行的任务</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>What speaks for it in the sound is better than chance.</source>
        <translation>声音中的依据优于随机。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>What the file says of itself, not checked:</source>
        <translation>文件自身的记录（未核实）：</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>What the match clock shows here</source>
        <translation>此处比赛计时的读数</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>What this would add is there already.</source>
        <translation>要添加的内容已存在。</translation>
    </message>
    <message>
        <location filename="../../app/storage/retracing.py"/>
        <source>What this would bring back was removed by an older version of the program, which knew less of it.</source>
        <translation>要恢复的内容是由旧版程序删除的，旧版记录不全。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <location filename="../../app/domain/document.py"/>
        <source>What this would change was changed since by another edit.</source>
        <translation>要更改的内容此后已被另一编辑更改。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>What time is it in this picture?</source>
        <translation>此画面是什么时间？</translation>
    </message>
    <message>
        <location filename="../../app/media/scrub_proxy.py"/>
        <source>What was made of {path} cannot be kept in {folder}: {reason}.</source>
        <translation>无法在 {folder} 保存由 {path} 生成的内容：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/storage/retracing.py"/>
        <source>What “{verb}” changed was changed since by another edit, and stays as it is.</source>
        <translation>“{verb}”所更改的内容此后已被另一编辑更改，保持现状。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/key_map_dialog.py"/>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/questions.py"/>
        <source>Where is {name} now?</source>
        <translation>{name} 现在在哪里？</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Where scrubbing would be slow.</source>
        <translation>在拖动浏览较慢时。</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Where the chosen label comes from</source>
        <translation>所选标注的来源</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Where they do not agree</source>
        <translation>不一致之处</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Where they do not agree: {count}</source>
        <translation>不一致之处：{count}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>Where they do not agree: {count}; the first {listed}</source>
        <translation>不一致之处：{count}；列出前 {listed} 处</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>Where this label comes from</source>
        <translation>此标注的来源</translation>
    </message>
    <message>
        <location filename="../../app/shell/repair_controller.py"/>
        <source>Which film was cut short?</source>
        <translation>哪个视频被截断了？</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/streams_dialog.py"/>
        <source>Which picture, which sound?</source>
        <translation>哪路画面，哪路声音？</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>While what it shows is hidden bit by bit, “{name}” keeps {kept:.0%} on average; {chance:.0%} when places are hidden at random.</source>
        <translation>逐步遮住所示位置时，“{name}”平均保留 {kept:.0%}；随机遮挡时为 {chance:.0%}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>Who</source>
        <translation>标注者</translation>
    </message>
    <message>
        <location filename="../../app/views/explain/explain_panel.py"/>
        <source>Why this answer?</source>
        <translation>为何如此判断？</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>Without a key, which was taken: {names}.</source>
        <translation>按键已被占用，未分配：{names}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Write 67:30, 45+2:10 or 2:67:30.</source>
        <translation>请写成 67:30、45+2:10 或 2:67:30。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>Write minutes and seconds, as in 12:34.</source>
        <translation>请写分和秒，如 12:34。</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>Write one such as Ctrl+Shift+P, Left or F5.</source>
        <translation>请写成如 Ctrl+Shift+P、Left 或 F5。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_attributes.py"/>
        <source>Yes or no</source>
        <translation>是/否</translation>
    </message>
    <message>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>You</source>
        <translation>个人</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>You may not read {path}.</source>
        <translation>您无权读取 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>Your labels are untouched.</source>
        <translation>您的标注未受影响。</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <location filename="../../app/shell/settings_controller.py"/>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Your name…</source>
        <translation>您的姓名…</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/merge_dialog.py"/>
        <source>Yours</source>
        <translation>您的</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>Zone</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Zone {name} changed</source>
        <translation>已更改区域 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Zone {name} drawn</source>
        <translation>已绘制区域 {name}</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>Zone {name} removed</source>
        <translation>已删除区域 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>Zones</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/zone_list.py"/>
        <source>Zones and lines</source>
        <translation>区域和线</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Zones and lines…</source>
        <translation>区域和线…</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Zoom into the picture</source>
        <translation>放大画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Zoom out of the picture</source>
        <translation>缩小画面</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Zoom the picture to the selected box, or back</source>
        <translation>将画面放大到所选框，或还原</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Zoom the timeline in</source>
        <translation>放大时间轴</translation>
    </message>
    <message>
        <location filename="../../app/shell/actions.py"/>
        <source>Zoom the timeline out</source>
        <translation>缩小时间轴</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>a box at {time}</source>
        <translation>位于 {time} 的框</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>a choice needs one at least</source>
        <translation>选项类型至少需要一个选项</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>a class</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>a removed class</source>
        <translation>已删除的类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>about {hours:.1f} h left</source>
        <translation>约剩 {hours:.1f} 小时</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>about {seconds} s left</source>
        <translation>约剩 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>accept, go on</source>
        <translation>接受并继续</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>accepted after it was played</source>
        <translation>播放后接受</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>accepted and changed</source>
        <translation>接受并修改</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>accepted with many others</source>
        <translation>批量接受</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>accepted without being played</source>
        <translation>未播放即接受</translation>
    </message>
    <message>
        <location filename="../../app/views/training/curves.py"/>
        <source>accuracy, held out</source>
        <translation>留出准确率</translation>
    </message>
    <message>
        <location filename="../../app/views/training/curves.py"/>
        <source>accuracy, held out {value:.0%}</source>
        <translation>留出准确率 {value:.0%}</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>adopted</source>
        <translation>已采用</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>all keys are classes</source>
        <translation>所有键归类别</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>all of {name} is labelled</source>
        <translation>{name} 已全部标注</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>all suggestions are reviewed</source>
        <translation>全部建议均已审核</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>and</source>
        <translation>和</translation>
    </message>
    <message>
        <location filename="../../app/media/tracking.py"/>
        <source>another object took its place</source>
        <translation>另一个物体取代了它</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>attributes {value}</source>
        <translation>属性 {value}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>begins in {length}</source>
        <translation>{length} 后开始</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>being computed</source>
        <translation>计算中</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>box</source>
        <translation>框</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>by hand</source>
        <translation>手工</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>changed</source>
        <translation>更改</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>channel heard {value}</source>
        <translation>收听声道 {value}</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>colour {value}</source>
        <translation>颜色 {value}</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>complete ranges</source>
        <translation>完整区间</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>complete, {times}</source>
        <translation>完整，{times}</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>conflicts decided for them</source>
        <translation>采用对方的冲突</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>counts down</source>
        <translation>倒计时</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>counts up</source>
        <translation>正计时</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>decisions on suggestions</source>
        <translation>对建议的决定</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/doubts.py"/>
        <source>doubts: the agreement must lie between 0 and 1, found {agreement}.</source>
        <translation>可疑标注：一致度必须在 0 与 1 之间，实为 {agreement}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>dropout must be at least 0 and less than 1, found {dropout}.</source>
        <translation>dropout 必须不小于 0 且小于 1，实为 {dropout}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>edge +1 frame</source>
        <translation>边界 +1 帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>edges far apart</source>
        <translation>边界相差很大</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>end</source>
        <translation>结束</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>ended {length} ago</source>
        <translation>{length} 前结束</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <location filename="../../app/views/timeline/timeline_renderer.py"/>
        <source>everything is labelled</source>
        <translation>已全部标注</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <location filename="../../app/session/training.py"/>
        <source>exit code {code}</source>
        <translation>退出码 {code}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>external</source>
        <translation>外部</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>films</source>
        <translation>视频</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>flag</source>
        <translation>是/否</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>format: must be “{format}”.</source>
        <translation>format：必须是“{format}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/optimising.py"/>
        <source>fp16 needs a CUDA device. Choose bf16 or fp32.</source>
        <translation>fp16 需要 CUDA 设备。请选择 bf16 或 fp32。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>frames {first}–{end} are outside {film}, which has frames 0 to {last}</source>
        <translation>帧 {first}–{end} 在 {film} 之外，其帧为 0 至 {last}</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>go on labelling meanwhile</source>
        <translation>期间可继续标注</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>group {value}</source>
        <translation>分组 {value}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>hand</source>
        <translation>手工</translation>
    </message>
    <message>
        <location filename="../../app/views/training/curves.py"/>
        <source>held out {value:.3f}</source>
        <translation>留出 {value:.3f}</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>hold: peek, tap: pin</source>
        <translation>按住查看，轻按固定</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>import</source>
        <translation>导入</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>in mark</source>
        <translation>入点</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>it ends before it starts (start{unit} {start:g}, end{unit} {end:g})</source>
        <translation>结束早于开始（start{unit} {start:g}，end{unit} {end:g}）</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>it has {found} fields, the first line has {expected}</source>
        <translation>它有 {found} 个字段，首行有 {expected} 个</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>it is not JSON</source>
        <translation>它不是 JSON</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>it is too large</source>
        <translation>它太大</translation>
    </message>
    <message>
        <location filename="../../app/media/box_tracker.py"/>
        <location filename="../../app/media/tracking.py"/>
        <source>it no longer looked like itself</source>
        <translation>它的外观变得与先前不同</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>key {value}</source>
        <translation>按键 {value}</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>kind {value}</source>
        <translation>类型 {value}</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>lag {value} ms</source>
        <translation>滞后 {value} ms</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>lead {value} ms</source>
        <translation>提前 {value} ms</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/heat_painter.py"/>
        <source>lines: 50 % and 80 % of the highest</source>
        <translation>线：最高值的 50 % 和 80 %</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>looked at</source>
        <translation>核实</translation>
    </message>
    <message>
        <location filename="../../app/views/training/curves.py"/>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="../../app/views/training/curves.py"/>
        <source>loss {value:.3f}</source>
        <translation>损失 {value:.3f}</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>made without a suggestion in view</source>
        <translation>在未显示建议时标注</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>manifest: the split cuts through the group “{group}”.</source>
        <translation>清单：划分切断了分组“{group}”。</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>may overlap: {value}</source>
        <translation>可重叠：{value}</translation>
    </message>
    <message>
        <location filename="../../app/media/media_facts.py"/>
        <source>mono</source>
        <translation>单声道</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>must be a list</source>
        <translation>必须是列表</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>must be a text of at most {longest} printable characters</source>
        <translation>必须是不超过 {longest} 个可打印字符的文本</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>must be a whole number of milliseconds from 0 to {longest_ms}</source>
        <translation>必须是 0 到 {longest_ms} 的整数毫秒</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>must be one of {known}</source>
        <translation>必须是 {known} 之一</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>must be true or false</source>
        <translation>必须是 true 或 false</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>name a second class, then Sora can tell them apart</source>
        <translation>命名第二个类别，Sora 便能区分它们</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>name {value}</source>
        <translation>名称 {value}</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>new box</source>
        <translation>新建框</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>no period</source>
        <translation>不在任何节内</translation>
    </message>
    <message>
        <location filename="../../app/shell/history_controller.py"/>
        <source>no place</source>
        <translation>无位置</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>no sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>no such field</source>
        <translation>没有此字段</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>no zone</source>
        <translation>无时区</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/events.py"/>
        <source>not an event of the training process: {line}</source>
        <translation>不是训练进程的事件：{line}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/time_of_day_dialog.py"/>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>not lined up</source>
        <translation>未对齐</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>not played</source>
        <translation>未播放</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>notes {value}</source>
        <translation>备注 {value}</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>one class at least</source>
        <translation>至少一个类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>one frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>one tap makes a segment from −{lead} ms to +{lag} ms</source>
        <translation>按一次生成 −{lead} ms 到 +{lag} ms 的片段</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>one tap sets a point</source>
        <translation>按一次设置时间点</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>only a choice has any</source>
        <translation>只有选项类型才有</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>only {person}</source>
        <translation>仅 {person}</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <source>open</source>
        <translation>待审核</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>or drop one on the window</source>
        <translation>或将视频拖到窗口</translation>
    </message>
    <message>
        <location filename="../../app/views/start_page.py"/>
        <source>or open one. It stays where it is and is never changed.</source>
        <translation>或打开一个。文件保持原位，绝不改动。</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>out mark</source>
        <translation>出点</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>periods {value}</source>
        <translation>各节 {value}</translation>
    </message>
    <message>
        <location filename="../../app/shell/commands.py"/>
        <source>person</source>
        <translation>人</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>place beside other films {value} µs</source>
        <translation>与其他视频的对齐 {value} µs</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>play it</source>
        <translation>播放</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>play, pause</source>
        <translation>播放、暂停</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>played</source>
        <translation>已播放</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <location filename="../../app/views/review/suggestion_list.py"/>
        <source>point</source>
        <translation>时间点</translation>
    </message>
    <message>
        <location filename="../../app/session/run_names.py"/>
        <source>pre-training {number}</source>
        <translation>预训练 {number}</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/jobs.py"/>
        <source>predict job: mode must be dense or clip, found “{mode}”.</source>
        <translation>预测任务：mode 必须是 dense 或 clip，实为“{mode}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/jobs.py"/>
        <source>predict job: the medium's id “{medium}” cannot name a file.</source>
        <translation>预测任务：媒体 id“{medium}”不能作为文件名。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/predictions.py"/>
        <source>predictions: mode must be dense or clip, found “{mode}”.</source>
        <translation>预测结果：mode 必须是 dense 或 clip，实为“{mode}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>probe_share must be 0 to 1, found {probe_share}.</source>
        <translation>probe_share 必须为 0 到 1，实为 {probe_share}。</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/copy_mark.py"/>
        <source>quick copy</source>
        <translation>代理副本</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>reaction</source>
        <translation>反应时间</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>reaction {value} ms</source>
        <translation>反应时间 {value} ms</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>refused</source>
        <translation>已拒用</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>reject, go on</source>
        <translation>拒绝并继续</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <location filename="../../app/shell/history_controller.py"/>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>retired: {value}</source>
        <translation>已停用：{value}</translation>
    </message>
    <message>
        <location filename="../../app/session/run_names.py"/>
        <source>run {number}</source>
        <translation>模型版本 {number}</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>score must lie between 0 and 1: {value:g}</source>
        <translation>置信度必须在 0 与 1 之间：{value:g}</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>seed must be a whole number from 0 on, below 2⁶³, found {seed}.</source>
        <translation>seed 必须是从 0 起、小于 2⁶³ 的整数，实为 {seed}。</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>segment</source>
        <translation>片段</translation>
    </message>
    <message>
        <location filename="../../app/views/details/field_editor.py"/>
        <source>several</source>
        <translation>多个</translation>
    </message>
    <message>
        <location filename="../../app/shell/still_controller.py"/>
        <source>skipped {length} of still</source>
        <translation>已略过静止 {length}</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>sound later by {value} ms</source>
        <translation>声音推后 {value} ms</translation>
    </message>
    <message>
        <location filename="../../app/shell/guide_controller.py"/>
        <source>split here</source>
        <translation>在此拆分</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>start</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="../../app/media/media_facts.py"/>
        <source>stereo</source>
        <translation>立体声</translation>
    </message>
    <message>
        <location filename="../../app/shell/still_controller.py"/>
        <source>still, skipping</source>
        <translation>静止，正在略过</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>tcn_layers must be 0 to 12, found {tcn_layers}.</source>
        <translation>tcn_layers 必须为 0 到 12，实为 {tcn_layers}。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>the clock shows</source>
        <translation>时钟显示</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>the column {name} is there twice</source>
        <translation>列 {name} 出现两次</translation>
    </message>
    <message>
        <location filename="../../app/domain/recording_time.py"/>
        <source>the file's metadata</source>
        <translation>文件元数据</translation>
    </message>
    <message>
        <location filename="../../app/domain/recording_time.py"/>
        <source>the file's name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>the first tap starts a segment, the second ends it</source>
        <translation>第一次按开始片段，第二次按结束</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/class_table.py"/>
        <source>the key chooses it for the next box</source>
        <translation>按键为下一个框选择该类别</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>the keys of “{action_id}” are no list of texts</source>
        <translation>“{action_id}”的按键不是文本列表</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>the model's configuration does not fit this version of the program ({reason})</source>
        <translation>模型配置与此版本的程序不符（{reason}）</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>the model's configuration: “{name}” has the wrong type ({value})</source>
        <translation>模型配置：“{name}”类型错误（{value}）</translation>
    </message>
    <message>
        <location filename="../../app/domain/recording_time.py"/>
        <source>the names of the file and its folder</source>
        <translation>文件名和文件夹名</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>the quotes are wrong ({reason})</source>
        <translation>引号有误（{reason}）</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>the text is not UTF-8</source>
        <translation>文本不是 UTF-8</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>this is not text, or not in UTF-8</source>
        <translation>这不是文本，或不是 UTF-8</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>time of day {value}</source>
        <translation>实际时间 {value}</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>time of day ± {value} ms</source>
        <translation>实际时间 ± {value} ms</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>time zone {value}</source>
        <translation>时区 {value}</translation>
    </message>
    <message>
        <location filename="../../app/media/box_tracker.py"/>
        <source>too few points agreed</source>
        <translation>一致的特征点太少</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>tracks</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <location filename="../../app/shell/details_controller.py"/>
        <location filename="../../app/shell/selection_details.py"/>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="../../app/media/media_facts.py"/>
        <source>variable frame rate</source>
        <translation>可变帧率</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>variable, on average {rate:.5g} a second</source>
        <translation>可变，平均每秒 {rate:.5g} 帧</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>version: must be a whole number from 1 on.</source>
        <translation>version：必须是从 1 起的整数。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>version: {version} is of a later program; this one reads up to {known}.</source>
        <translation>version：{version} 属于更新的程序；此程序最高读取 {known}。</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>what you want to find, for instance serve</source>
        <translation>您想找到的内容，例如发球</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>width must be a multiple of 8, 8 to 4096, found {found}.</source>
        <translation>width 必须是 8 的倍数，8 到 4096，实为 {found}。</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>with a direction: {value}</source>
        <translation>有方向：{value}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_model.py"/>
        <source>with many others</source>
        <translation>批量</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>without a class</source>
        <translation>无类别</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>zone {name}, {count} corners</source>
        <translation>区域 {name}，{count} 个顶点</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>zones</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{advice} Nothing was imported.</source>
        <translation>{advice}未导入任何内容。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>{attribute} is a {kind} in {class_name} and a {other_kind} in {into}.</source>
        <translation>{attribute} 在 {class_name} 中是{kind}，在 {into} 中是{other_kind}。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{attribute} of {name} changed</source>
        <translation>已更改 {name} 的 {attribute}</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>{channel} on both ears</source>
        <translation>双耳收听{channel}</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>{class_name} and {into} cannot be one: one is of boxes, the other in time.</source>
        <translation>{class_name} 与 {into} 不能合并：一个是框，另一个是时间上的标注。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>{class_name} cannot be written: {reason}.</source>
        <translation>无法写入 {class_name}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>{class_name} has {count} labels or suggestions: boxes cannot become labels in time, nor the other way round.</source>
        <translation>{class_name} 有 {count} 条标注或建议：框不能变成时间上的标注，反之亦然。</translation>
    </message>
    <message>
        <location filename="../../app/session/label_records.py"/>
        <source>{class_name} is a class of boxes, and others are selected too.</source>
        <translation>{class_name} 是框类别，而所选还包含其他类型。</translation>
    </message>
    <message>
        <location filename="../../app/session/labelling.py"/>
        <location filename="../../app/session/selected_labels.py"/>
        <source>{class_name} is a class of boxes.</source>
        <translation>{class_name} 是框类别。</translation>
    </message>
    <message>
        <location filename="../../app/session/label_records.py"/>
        <source>{class_name} is a class of labels in time, and others are selected too.</source>
        <translation>{class_name} 是时间标注类别，而所选还包含其他类型。</translation>
    </message>
    <message>
        <location filename="../../app/session/selected_labels.py"/>
        <source>{class_name} is a class of labels in time.</source>
        <translation>{class_name} 是时间标注类别。</translation>
    </message>
    <message>
        <location filename="../../app/session/boxes.py"/>
        <source>{class_name} is no class of boxes.</source>
        <translation>{class_name} 不是框类别。</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_classes.py"/>
        <source>{class_name}: their key {value} belongs to another class here</source>
        <translation>{class_name}：对方的按键 {value} 在此属于另一类别</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_classes.py"/>
        <source>{class_name}: their name {value} belongs to another class here</source>
        <translation>{class_name}：对方的名称 {value} 在此属于另一类别</translation>
    </message>
    <message>
        <location filename="../../app/media/findings.py"/>
        <source>{codec} in {bits} bits</source>
        <translation>{codec}，{bits} 位</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>{count:,} complete ranges</source>
        <translation>{count:,} 个完整区间</translation>
    </message>
    <message>
        <location filename="../../app/shell/repair_controller.py"/>
        <source>{count:,} frames of {broken} are in {made}, without sound and at an even rate. The broken file is as it was.</source>
        <translation>{broken} 的 {count:,} 帧已存入 {made}，无声音且帧率均匀。损坏的文件保持原样。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>{count:,} labels and suggestions carry it.</source>
        <translation>{count:,} 条标注和建议使用它。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>{count:,} labels exported to {path}</source>
        <translation>已将 {count:,} 条标注导出到 {path}</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>{count:,} labels exported to {path}.</source>
        <translation>已将 {count:,} 条标注导出到 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>{count:,} labels imported from {file}.</source>
        <translation>已从 {file} 导入 {count:,} 条标注。</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>{count:,} labels in time</source>
        <translation>{count:,} 条时间标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>{count:,} labels removed</source>
        <translation>已删除 {count:,} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>{count:,} labels were made with a suggestion in view, which makes people agree.</source>
        <translation>{count:,} 条标注是在显示建议时做的，这会使两人趋于一致。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/label_table_dialog.py"/>
        <source>{count:,} of {total:,} labels, {selected:,} selected</source>
        <translation>{total:,} 条标注中的 {count:,} 条，已选 {selected:,} 条</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>{count:,} suggestions accepted</source>
        <translation>已接受 {count:,} 条建议</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>{count:,} tracks of boxes</source>
        <translation>{count:,} 条框轨迹</translation>
    </message>
    <message>
        <location filename="../../app/shell/exchange_controller.py"/>
        <source>{count:,} were there already.</source>
        <translation>{count:,} 条已存在。</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>{count:,} zones and lines</source>
        <translation>{count:,} 个区域和线</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>{count} (not yet confirmed)</source>
        <translation>{count}（尚未确认）</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{count} are more than {most}</source>
        <translation>{count} 超过上限 {most}</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>{count} boxes</source>
        <translation>{count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>{count} boxes changed</source>
        <translation>已更改 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} boxes moved</source>
        <translation>已移动 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} boxes of {name} followed</source>
        <translation>已跟踪 {name} 的 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} boxes of {name} moved</source>
        <translation>已移动 {name} 的 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} boxes of {name} removed</source>
        <translation>已删除 {name} 的 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} boxes of {name} set</source>
        <translation>已设置 {name} 的 {count} 个框</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>{count} boxes were lost, {track} at {time}: {why}.</source>
        <translation>{count} 个框跟丢，{track} 于 {time}：{why}。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} changed to do with class {name}</source>
        <translation>与类别 {name} 有关的 {count} 处更改</translation>
    </message>
    <message>
        <location filename="../../app/media/media_facts.py"/>
        <source>{count} channels</source>
        <translation>{count} 声道</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} classes added</source>
        <translation>已添加 {count} 个类别</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{count} classes added.</source>
        <translation>已添加 {count} 个类别。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} classes removed</source>
        <translation>已删除 {count} 个类别</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} complete ranges changed</source>
        <translation>已更改 {count} 个完整区间</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>{count} dropped</source>
        <translation>丢弃 {count} 帧</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} films added</source>
        <translation>已添加 {count} 个视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>{count} films are linked again</source>
        <translation>已重新链接 {count} 个视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>{count} films are not where they were</source>
        <translation>{count} 个视频不在原位置</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{count} keys for {most} values</source>
        <translation>{count} 个按键对应 {most} 个值</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>{count} labels</source>
        <translation>{count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels added</source>
        <translation>已添加 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels and boxes moved</source>
        <translation>已移动 {count} 条标注和框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels and boxes pasted</source>
        <translation>已粘贴 {count} 条标注和框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels and boxes removed</source>
        <translation>已删除 {count} 条标注和框</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels changed</source>
        <translation>已更改 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels made {name}</source>
        <translation>{count} 条标注已改为 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/dragging_controller.py"/>
        <source>{count} labels moved</source>
        <translation>已移动 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels removed</source>
        <translation>已删除 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels revised</source>
        <translation>已修订 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/arranging_controller.py"/>
        <source>{count} labels selected</source>
        <translation>已选择 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} labels taken over</source>
        <translation>已采用 {count} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/session/guidance.py"/>
        <source>{count} more of {name}, then Sora can propose</source>
        <translation>再标注 {count} 条 {name}，Sora 即可预标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/motion_controller.py"/>
        <source>{count} moving things are proposed in {film}.</source>
        <translation>在 {film} 中建议了 {count} 个运动目标。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>{count} ms earlier</source>
        <translation>提前 {count} ms</translation>
    </message>
    <message>
        <location filename="../../app/views/player/sound_panel.py"/>
        <source>{count} ms later</source>
        <translation>推后 {count} ms</translation>
    </message>
    <message>
        <location filename="../../app/session/doubts.py"/>
        <source>{count} of {total} labels are doubted.</source>
        <translation>{total} 条标注中有 {count} 条可疑。</translation>
    </message>
    <message>
        <location filename="../../app/views/player/transport_bar.py"/>
        <source>{count} pictures were left out, so that the film keeps its time: they cannot be decoded as fast as they are played.</source>
        <translation>为保持时间同步丢弃了 {count} 幅画面：解码速度跟不上播放速度。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} ranges marked complete</source>
        <translation>已将 {count} 个区间标记为完整</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} ranges not complete any more</source>
        <translation>{count} 个区间不再完整</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{count} rows carry a score, as a model's output does; they were imported as labels. To review such rows as suggestions, import them with --as-run NAME.</source>
        <translation>{count} 行带有置信度，如同模型输出；已作为标注导入。若要作为建议审核，请用 --as-run NAME 导入。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} runs added</source>
        <translation>已添加 {count} 个模型版本</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} runs changed</source>
        <translation>已更改 {count} 个模型版本</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>{count} runs of models, with their suggestions</source>
        <translation>{count} 个模型版本及其建议</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/descriptions.py"/>
        <source>{count} selected</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} suggestions rejected</source>
        <translation>已拒绝 {count} 条建议</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>{count} suggestions that were accepted there and are not known here</source>
        <translation>{count} 条在对方已接受而此处未知的建议</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_units.py"/>
        <source>{count} suggestions that were rejected there and are not known here</source>
        <translation>{count} 条在对方已拒绝而此处未知的建议</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} tracks changed</source>
        <translation>已更改 {count} 条轨迹</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} zones changed</source>
        <translation>已更改 {count} 个区域</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} zones drawn</source>
        <translation>已绘制 {count} 个区域</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{count} zones removed</source>
        <translation>已删除 {count} 个区域</translation>
    </message>
    <message>
        <location filename="../../app/views/history/history_panel.py"/>
        <source>{deed}, undone</source>
        <translation>{deed}（已撤销）</translation>
    </message>
    <message>
        <location filename="../../sora_model/embedding.py"/>
        <source>{dimensions} dimensions cannot be had: the {count} vectors here span {most}. Choose 1 to {most}, or leave the choice out.</source>
        <translation>无法得到 {dimensions} 维：这里的 {count} 个向量只张成 {most} 维。请选择 1 到 {most}，或不作选择。</translation>
    </message>
    <message>
        <location filename="../../app/views/training/training_panel.py"/>
        <source>{done} of {total}</source>
        <translation>{done}/{total}</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>{done} of {total} films</source>
        <translation>{done}/{total} 个视频</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>{done} of {whole} reviewed</source>
        <translation>已审核 {done}/{whole}</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>{done} of {whole} reviewed, about {minutes} min left</source>
        <translation>已审核 {done}/{whole}，约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>{done} of {whole} reviewed, less than a minute left</source>
        <translation>已审核 {done}/{whole}，剩余不到一分钟</translation>
    </message>
    <message>
        <location filename="../../app/domain/class_plans.py"/>
        <source>{file} and {into} cannot be one: one is of boxes, the other in time.</source>
        <translation>{file} 与 {into} 不能合并：一个是框，另一个是时间标注。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} cannot be played: no decoder for its kind of picture and sound is there.</source>
        <translation>无法播放 {file}：没有适用于其画面和声音的解码器。</translation>
    </message>
    <message>
        <location filename="../../sora_model/features_ahead.py"/>
        <source>{file} cannot be read ({reason}). Choose another run, or train again.</source>
        <translation>无法读取 {file}（{reason}）。请选择其他模型版本，或重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} cannot be read: permission denied.</source>
        <translation>无法读取 {file}：没有权限。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <location filename="../../app/session/key_maps.py"/>
        <location filename="../../sora_model/media/hashing.py"/>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} cannot be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/rewriting.py"/>
        <source>{file} cannot be written again as {codec} ({reason}).</source>
        <translation>无法将 {file} 重新写为 {codec}（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>{file} cannot be written: the file or its folder {folder} is read-only. Nothing was changed.</source>
        <translation>无法写入 {file}：文件或其文件夹 {folder} 是只读的。未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_store.py"/>
        <source>{file} comes from an older version of Sora Studio.</source>
        <translation>{file} 来自旧版 Sora Studio。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} does not exist. Check the path, or find the file again.</source>
        <translation>{file} 不存在。请检查路径，或重新查找文件。</translation>
    </message>
    <message>
        <location filename="../../app/shell/repair_controller.py"/>
        <source>{file} has its table of contents, or is no MP4 or MOV file: rebuilding would not help.</source>
        <translation>{file} 的索引完好，或不是 MP4 或 MOV 文件：修复无济于事。</translation>
    </message>
    <message>
        <location filename="../../app/shell/window_commands.py"/>
        <source>{file} has no picture.</source>
        <translation>{file} 没有画面。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} holds neither picture nor sound.</source>
        <translation>{file} 既没有画面也没有声音。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>{file} holds nothing that is not here already.</source>
        <translation>{file} 中没有此处尚无的内容。</translation>
    </message>
    <message>
        <location filename="../../app/views/history/deed_words.py"/>
        <source>{file} imported</source>
        <translation>已导入 {file}</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>{file} is a copy of this project.</source>
        <translation>{file} 是此项目的副本。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} is a folder, not a media file. Choose a file inside it.</source>
        <translation>{file} 是文件夹，不是媒体文件。请选择其中的文件。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} is a text file, not a media file, whatever its name says.</source>
        <translation>{file} 是文本文件而不是媒体文件，与其名称无关。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>{file} is another project: all its labels would come over.</source>
        <translation>{file} 是另一个项目：其全部标注都会并入。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>{file} is cut off: {missing:,} of its bytes are missing.</source>
        <translation>{file} 不完整：缺少 {missing:,} 字节。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>{file} is cut short: its table of contents (the moov box, which a camera writes last) is missing, as after a dead battery or a copy that was broken off.</source>
        <translation>{file} 被截断：缺少索引（摄像机最后写入的 moov 盒），如电池耗尽或复制中断所致。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} is cut short: its table of contents (the moov box, written last) is missing. Copy it again from its source, or repair it with a copy made by the same camera.</source>
        <translation>{file} 不完整：缺少目录（最后写入的 moov 块）。请从来源重新复制，或用同一台摄像机拍摄的影片修复。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>{file} is damaged: {reason}.</source>
        <translation>{file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} is empty (0 bytes): nothing was recorded or copied. Copy it again from its source.</source>
        <translation>{file} 是空的（0 字节）：没有录制或复制到内容。请从来源重新复制。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{file} is empty.</source>
        <translation>{file} 是空的。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>{file} is in use by another program. Nothing was changed.</source>
        <translation>{file} 正被另一程序使用。未作任何更改。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{file} is larger than {size} MB.</source>
        <translation>{file} 大于 {size} MB。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{file} is larger than {size} MiB: no ontology is.</source>
        <translation>{file} 大于 {size} MiB：类别文件不会这么大。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>{file} is no help: only films in H.264 or HEVC from an MP4 or MOV file are.</source>
        <translation>{file} 没有帮助：只有 MP4 或 MOV 文件中的 H.264 或 HEVC 视频可用。</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>{file} is no key map: {rule}.</source>
        <translation>{file} 不是按键方案：{rule}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{file} is no ontology that can be imported. {faults}</source>
        <translation>{file} 不是可导入的类别文件。{faults}</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/streams.py"/>
        <source>{file} is not a media file that can be read ({reason}). It may be damaged or of an unknown kind.</source>
        <translation>{file} 不是可读取的媒体文件（{reason}）。它可能已损坏，或属于未知类型。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>{file} is not the film that was labelled as {film}: its content differs.</source>
        <translation>{file} 不是以 {film} 标注的视频：内容不同。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>{file} keeps time in another way than the film that the labels of {film} were made on: they would come to lie elsewhere.</source>
        <translation>{file} 的计时方式与 {film} 的标注所用视频不同：标注会错位。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>{file} was made by a newer version of Sora Studio (format {version}, this program knows {known}).</source>
        <translation>{file} 由更新版本的 Sora Studio 生成（格式 {version}，此程序支持 {known}）。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{file}, byte {byte}: not UTF-8.</source>
        <translation>{file} 第 {byte} 字节：不是 UTF-8。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{file}, line 1: these columns are missing: {columns}.</source>
        <translation>{file} 第 1 行：缺少这些列：{columns}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{file}, line {line}, column {column}: no JSON ({reason}).</source>
        <translation>{file} 第 {line} 行第 {column} 列：不是 JSON（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{file}, line {line}: {film} is in the group {earlier} on an earlier line and in {group} here.</source>
        <translation>{file} 第 {line} 行：{film} 在前面的行属于分组 {earlier}，此处属于 {group}。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{file}, line {line}: {rule}</source>
        <translation>{file} 第 {line} 行：{rule}</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <location filename="../../app/session/interchange.py"/>
        <source>{file}, line {line}: {rule}.</source>
        <translation>{file} 第 {line} 行：{rule}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{file}: {reason}.</source>
        <translation>{file}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>{films} and {count} more were changed since the labels were made. Show one to see what can be done.</source>
        <translation>{films} 及另外 {count} 个视频在标注之后被更改。打开其一查看处理办法。</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>{films} were changed since the labels were made. Show one to see what can be done.</source>
        <translation>{films} 在标注之后被更改。打开其一查看处理办法。</translation>
    </message>
    <message>
        <location filename="../../app/session/ontology_editing.py"/>
        <source>{film} at {time}</source>
        <translation>{film} {time}</translation>
    </message>
    <message>
        <location filename="../../app/shell/proxy_controller.py"/>
        <source>{film} has a quick copy already.</source>
        <translation>{film} 已有代理副本。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{film} has no picture, so frames mean nothing there</source>
        <translation>{film} 没有画面，因此帧在其中没有意义</translation>
    </message>
    <message>
        <location filename="../../app/session/picture_export.py"/>
        <source>{film} has no picture, so there are no boxes to export.</source>
        <translation>{film} 没有画面，因此没有可导出的框。</translation>
    </message>
    <message>
        <location filename="../../app/session/clipboard.py"/>
        <source>{film} has no picture: boxes cannot be pasted there.</source>
        <translation>{film} 没有画面：无法在其中粘贴框。</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>{film} has no sound. Line the films up by the time of day, or by eye.</source>
        <translation>{film} 没有声音。请按实际时间或目测对齐。</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>{film} has sound only. The timeline works as usual.</source>
        <translation>{film} 只有声音。时间轴照常可用。</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>{film} is linked again</source>
        <translation>已重新链接 {film}</translation>
    </message>
    <message>
        <location filename="../../app/session/explaining.py"/>
        <source>{film} is not at {path} any more.</source>
        <translation>{film} 已不在 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/session/prelabelling.py"/>
        <source>{film} is not at {place} any more.</source>
        <translation>{film} 已不在 {place}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/relink_controller.py"/>
        <source>{film} was changed since the labels were made. Show it to see what can be done.</source>
        <translation>{film} 在标注之后被更改。打开它查看处理办法。</translation>
    </message>
    <message>
        <location filename="../../app/shell/wiring.py"/>
        <source>{film} was moved</source>
        <translation>{film} 已被移动</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{film}: a box at {start} does not lie inside the film, which runs from {film_start} to {film_end}.</source>
        <translation>{film}：{start} 处的框不在视频范围内，视频为 {film_start} 至 {film_end}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{film}: a complete range from {start} to {end} does not lie inside the film, which runs from {film_start} to {film_end}.</source>
        <translation>{film}：{start} 至 {end} 的完整区间不在视频范围内，视频为 {film_start} 至 {film_end}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{film}: a label from {start} to {end} does not lie inside the film, which runs from {film_start} to {film_end}.</source>
        <translation>{film}：{start} 至 {end} 的标注不在视频范围内，视频为 {film_start} 至 {film_end}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{film}: a suggestion from {start} to {end} does not lie inside the film, which runs from {film_start} to {film_end}.</source>
        <translation>{film}：{start} 至 {end} 的建议不在视频范围内，视频为 {film_start} 至 {film_end}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{film}: what this would add belongs to another film.</source>
        <translation>{film}：要添加的内容属于另一个视频。</translation>
    </message>
    <message>
        <location filename="../../app/domain/class_plans.py"/>
        <source>{film}: {count} labels have a value of {attribute} that {into} would not know, the first “{value}” at {time}.</source>
        <translation>{film}：{count} 条标注的 {attribute} 值是 {into} 所没有的，首个为 {time} 处的“{value}”。</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>{first} and {second} labelled no film both.</source>
        <translation>{first} 与 {second} 没有都标注过的视频。</translation>
    </message>
    <message>
        <location filename="../../app/media/sound_alignment.py"/>
        <source>{first} and {second} share no sound that is recognised.</source>
        <translation>{first} 与 {second} 没有可识别的共同声音。</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>{first} and {second}. Films that both looked at: {films}. F1 of all labels: {f1}.</source>
        <translation>{first} 与 {second}。两人都看过的视频：{films}。全部标注的 F1：{f1}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>{gap} since {film}</source>
        <translation>距 {film} {gap}</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>{gap} until {film}</source>
        <translation>到 {film} {gap}</translation>
    </message>
    <message>
        <location filename="../../app/shell/doubts_controller.py"/>
        <source>{given} {was:.0%}, {suggested} {is_now:.0%}, by models that had not seen this label</source>
        <translation>{given} {was:.0%}，{suggested} {is_now:.0%}，由未见过此标注的模型给出</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{given}{unit} is given and {empty}{unit} is empty</source>
        <translation>给出了 {given}{unit}，而 {empty}{unit} 为空</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} already says something of {name}.</source>
        <translation>{key} 在 {name} 中已有含义。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} is no letter a–z and no digit.</source>
        <translation>{key} 不是字母 a–z，也不是数字。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} is the key of {name}.</source>
        <translation>{key} 是 {name} 的按键。</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>{key} means “{action}”.</source>
        <translation>{key} 表示“{action}”。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} means “{action}”: as a class it counts in Code (F2) only.</source>
        <translation>{key} 表示“{action}”：作为类别键仅在编码模式（F2）有效。</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>{key} means “{one}” and “{other}” in one mode</source>
        <translation>{key} 在同一模式下同时表示“{one}”和“{other}”</translation>
    </message>
    <message>
        <location filename="../../app/shell/key_map_controller.py"/>
        <source>{key} means “{other}”.</source>
        <translation>{key} 表示“{other}”。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} says “{value}”, and is the key of {name}.</source>
        <translation>{key} 表示“{value}”，同时是 {name} 的按键。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} says “{value}”, and means “{action}”.</source>
        <translation>{key} 表示“{value}”，同时表示“{action}”。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{key} stands for two things in this class.</source>
        <translation>{key} 在此类别中代表两项。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>{labels} labels of {classes} classes are ready.</source>
        <translation>{classes} 个类别的 {labels} 条标注已就绪。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>{labels} labels, {tracks} tracks, {suggestions} suggestions and {ranges} complete ranges go along, in all films; the class “{name}” goes. Only what is complete for both stays so. Undo takes all of it back.</source>
        <translation>全部视频中的 {labels} 条标注、{tracks} 条轨迹、{suggestions} 条建议和 {ranges} 个完整区间将一并转移；类别“{name}”将删除。只有对两者都完整的部分保持完整。撤销可全部收回。</translation>
    </message>
    <message>
        <location filename="../../app/views/timeline/timeline_state.py"/>
        <source>{legend}: no better than chance here</source>
        <translation>{legend}：此处不优于随机</translation>
    </message>
    <message>
        <location filename="../../app/media/gaps.py"/>
        <source>{length} at {time}</source>
        <translation>{time} 处 {length}</translation>
    </message>
    <message>
        <location filename="../../app/media/gaps.py"/>
        <source>{length} missing</source>
        <translation>缺少 {length}</translation>
    </message>
    <message>
        <location filename="../../app/shell/still_controller.py"/>
        <source>{length} of this film are still; playing skips them.</source>
        <translation>此视频有 {length} 静止；播放时略过。</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_report.py"/>
        <source>{length}, about {count:,} frames</source>
        <translation>{length}，约 {count:,} 帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/film_report.py"/>
        <source>{length}, {count:,} frames</source>
        <translation>{length}，{count:,} 帧</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>{map} for “{name}” by {run}</source>
        <translation>{run}：“{name}”的{map}</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>{map} for “{name}” by {run}, being tested</source>
        <translation>{run}：“{name}”的{map}，检验中</translation>
    </message>
    <message>
        <location filename="../../sora_model/end_to_end.py"/>
        <source>{memory:g} GB are too little for one window of {pictures} pictures. Set fewer (--set looks={fewer}), or allow more (--set memory_gb=…).</source>
        <translation>{memory:g} GB 不足以处理 {pictures} 幅画面的一个窗口。请减少（--set looks={fewer}），或允许更多内存（--set memory_gb=…）。</translation>
    </message>
    <message>
        <location filename="../../app/domain/errors.py"/>
        <source>{message} {advice}</source>
        <translation>{message}{advice}</translation>
    </message>
    <message>
        <source>{message} {way_out}</source>
        <translation type="vanished">{message}{way_out}</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>{moment} by {source}, not confirmed</source>
        <translation>{moment}，来自{source}，未确认</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{names} were there already and stay.</source>
        <translation>{names} 已存在，保持不变。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>{name}  (retired)</source>
        <translation>{name}（已停用）</translation>
    </message>
    <message>
        <location filename="../../app/views/canvas/box_painter.py"/>
        <source>{name} (occluded)</source>
        <translation>{name}（被遮挡）</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>{name} at {time} saved</source>
        <translation>已保存 {name}，位于 {time}</translation>
    </message>
    <message>
        <location filename="../../app/shell/arranging_controller.py"/>
        <source>{name} begins where the label before it ended</source>
        <translation>{name} 从前一标注的结束处开始</translation>
    </message>
    <message>
        <location filename="../../app/shell/project_controller.py"/>
        <source>{name} cannot be written here, so it is open for reading only.</source>
        <translation>{name} 在此无法写入，因此以只读方式打开。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>{name} could be any of {count} films of the project.</source>
        <translation>{name} 可能是项目中 {count} 个视频中的任意一个。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>{name} from {start}; again ends it, Esc drops it</source>
        <translation>{name} 自 {start}；再按一次结束，Esc 放弃</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>{name} from {start}; {key} again ends it, Esc drops it</source>
        <translation>{name} 自 {start}；再按 {key} 结束，Esc 放弃</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>{name} has no labels there.</source>
        <translation>{name} 在那里没有标注。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{name} is empty</source>
        <translation>{name} 为空</translation>
    </message>
    <message>
        <location filename="../../app/storage/applying.py"/>
        <source>{name} is needed by something else in the project.</source>
        <translation>项目中还有其他内容需要 {name}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{name} is not a number: {value}</source>
        <translation>{name} 不是数字：{value}</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <source>{name} is not a whole number from 0 on: {value}</source>
        <translation>{name} 不是从 0 起的整数：{value}</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>{name} is not in the project {project}.</source>
        <translation>{name} 不在项目 {project} 中。</translation>
    </message>
    <message>
        <location filename="../../app/shell/project_controller.py"/>
        <source>{name} is open for reading only: {reason}</source>
        <translation>{name} 以只读方式打开：{reason}</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{name} is the name of a run that was trained in this project.</source>
        <translation>{name} 是在此项目中训练的模型版本的名称。</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{name} is what the labels of people are called.</source>
        <translation>{name} 是人工标注的名称。</translation>
    </message>
    <message>
        <location filename="../../app/shell/ontology_controller.py"/>
        <source>{name} is {target} now.</source>
        <translation>{name} 现为 {target}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>{name} must be at least 0 and less than 1, found {found}.</source>
        <translation>{name} 必须不小于 0 且小于 1，实为 {found}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/config.py"/>
        <source>{name} must be more than 0, found {found}.</source>
        <translation>{name} 必须大于 0，实为 {found}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/features.py"/>
        <source>{name} must be one of {known}, found “{found}”.</source>
        <translation>{name} 必须是 {known} 之一，实为“{found}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/features.py"/>
        <source>{name} must be {low:g} to {high:g}, found {value}.</source>
        <translation>{name} 必须为 {low:g} 到 {high:g}，实为 {value}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_table_controller.py"/>
        <source>{name} of {count:,} labels (empty: none):</source>
        <translation>{count:,} 条标注的 {name}（留空：无）：</translation>
    </message>
    <message>
        <location filename="../../app/shell/arranging_controller.py"/>
        <source>{name} reaches to here</source>
        <translation>{name} 延长到此处</translation>
    </message>
    <message>
        <location filename="../../app/shell/zone_controller.py"/>
        <source>{name} removed</source>
        <translation>已删除 {name}</translation>
    </message>
    <message>
        <location filename="../../app/shell/menus.py"/>
        <location filename="../../app/views/start_page.py"/>
        <source>{name} – not there any more</source>
        <translation>{name} – 已不存在</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>{name}: 1 label</source>
        <translation>{name}：1 条标注</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>{name}: no {attribute} any more</source>
        <translation>{name}：不再有{attribute}</translation>
    </message>
    <message>
        <location filename="../../app/shell/label_controller.py"/>
        <source>{name}: {attribute} is {value}</source>
        <translation>{name}：{attribute}为 {value}</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_dialog.py"/>
        <source>{name}: {count:,} labels</source>
        <translation>{name}：{count:,} 条标注</translation>
    </message>
    <message>
        <location filename="../../app/session/passes.py"/>
        <source>{ours} and {theirs} have no film in common.</source>
        <translation>{ours} 与 {theirs} 没有共同的视频。</translation>
    </message>
    <message>
        <location filename="../../app/shell/window_commands.py"/>
        <source>{out} cannot be written: {reason}.</source>
        <translation>无法写入 {out}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>{path} cannot be opened.</source>
        <translation>无法打开 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/session/training.py"/>
        <source>{path} cannot be read ({reason}).</source>
        <translation>无法读取 {path}（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/explain/drawing.py"/>
        <source>{path} cannot be written ({reason}). Choose another folder.</source>
        <translation>无法写入 {path}（{reason}）。请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../app/shell/demonstration.py"/>
        <source>{path} cannot be written.</source>
        <translation>无法写入 {path}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/whole_file.py"/>
        <location filename="../../app/media/grab.py"/>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/csv_table.py"/>
        <location filename="../../app/storage/project_file.py"/>
        <source>{path} does not exist.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/decoder.py"/>
        <source>{path} ends at frame {frame} of {count}: it has changed since it was indexed. Open it again.</source>
        <translation>{path} 在第 {frame} 帧（共 {count} 帧）结束：建立索引后已更改。请重新打开。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_store.py"/>
        <source>{path} exists already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/decoder.py"/>
        <source>{path} has changed since it was indexed: its film is gone.</source>
        <translation>{path} 在建立索引后已更改：其画面已不存在。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/audio_reader.py"/>
        <source>{path} has changed since it was opened: its sound is gone.</source>
        <translation>{path} 在打开后已更改：其声音已不存在。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>{path} has no film number {film}. Choose another of its films.</source>
        <translation>{path} 没有第 {film} 路画面。请选择其他画面。</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>{path} has no film number {stream}.</source>
        <translation>{path} 没有第 {stream} 路画面。</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>{path} has no film, only sound: there is no frame to grab.</source>
        <translation>{path} 没有画面，只有声音：没有可截取的帧。</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>{path} has no frame {number}: it has {count} frames, counted from 0.</source>
        <translation>{path} 没有第 {number} 帧：共 {count} 帧，从 0 计数。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>{path} has no sound number {sound}. Choose another of its sounds.</source>
        <translation>{path} 没有第 {sound} 路声音。请选择其他声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/sound_alignment.py"/>
        <source>{path} has no sound to line it up by.</source>
        <translation>{path} 没有可用于对齐的声音。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/audio_reader.py"/>
        <source>{path} has no sound.</source>
        <translation>{path} 没有声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>{path} holds a picture, but neither a film nor sound.</source>
        <translation>{path} 只含一幅图片，没有视频或声音。</translation>
    </message>
    <message>
        <location filename="../../sora_model/media/film_pass.py"/>
        <source>{path} holds no film (no moving picture).</source>
        <translation>{path} 不含视频（没有活动画面）。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>{path} is a database, but not one of Sora Studio.</source>
        <translation>{path} 是数据库，但不是 Sora Studio 的。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>{path} is a folder, not a project.</source>
        <translation>{path} 是文件夹，不是项目。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>{path} is another film of the project already.</source>
        <translation>{path} 已是项目中的另一个视频。</translation>
    </message>
    <message>
        <location filename="../../app/storage/project_file.py"/>
        <source>{path} is empty.</source>
        <translation>{path} 是空的。</translation>
    </message>
    <message>
        <location filename="../../app/domain/catalogue.py"/>
        <source>{path} is in the project already.</source>
        <translation>{path} 已在项目中。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>{path} is not a Sora project.</source>
        <translation>{path} 不是 Sora 项目。</translation>
    </message>
    <message>
        <location filename="../../app/shell/window_commands.py"/>
        <source>{path} is there already and no demonstration made it.</source>
        <translation>{path} 已存在，且不是由演示生成的。</translation>
    </message>
    <message>
        <location filename="../../app/media/repair.py"/>
        <source>{path} is there already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <location filename="../../sora_model/settings.py"/>
        <source>{path} must be a number from 0 on, found “{text}”.</source>
        <translation>{path} 必须是从 0 起的数，实为“{text}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/settings.py"/>
        <source>{path} must be one of {known}, found “{text}”.</source>
        <translation>{path} 必须是 {known} 之一，实为“{text}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/settings.py"/>
        <source>{path} must be true or false, found “{text}”.</source>
        <translation>{path} 必须是 true 或 false，实为“{text}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/settings.py"/>
        <source>{path} must be {what}, found “{text}”.</source>
        <translation>{path} 必须是 {what}，实为“{text}”。</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>{path} should end in .png.</source>
        <translation>{path} 应以 .png 结尾。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/embeddings.py"/>
        <source>{path}: the embeddings cannot be read ({reason}).</source>
        <translation>{path}：无法读取嵌入（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/predictions.py"/>
        <source>{path}: the file of the model's curves or attention cannot be read ({reason}).</source>
        <translation>{path}：无法读取模型的曲线或注意力文件（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../sora_model/data/extraction.py"/>
        <source>{path}: “{name}” features from step {step} on are not numbers. The film or the model is damaged; try another precision or train again.</source>
        <translation>{path}：“{name}”特征从第 {step} 步起不是数字。视频或模型已损坏；请换一种精度或重新训练。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>{period} ends here</source>
        <translation>{period}在此结束</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>{period} has run for longer than that here.</source>
        <translation>{period}到此处已超过该时间。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/match_clock_dialog.py"/>
        <source>{period} starts here</source>
        <translation>{period}从此开始</translation>
    </message>
    <message>
        <location filename="../../app/shell/together_controller.py"/>
        <source>{person} says {name}</source>
        <translation>{person} 标为 {name}</translation>
    </message>
    <message>
        <location filename="../../app/media/gaps.py"/>
        <source>{places} and {count} more</source>
        <translation>{places} 及另外 {count} 处</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: 1 to {most:,} key frames are allowed, found {count:,}.</source>
        <translation>{place}：允许 1 到 {most:,} 个关键帧，实有 {count:,} 个。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{place}: at most {longest_name} printable characters.</source>
        <translation>{place}：最多 {longest_name} 个可打印字符。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: background has no class, found “{class_id}”.</source>
        <translation>{place}：背景没有类别，实为“{class_id}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: key frame {tick} does not come after {before}.</source>
        <translation>{place}：关键帧 {tick} 不在 {before} 之后。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: kind must be positive, negative or background, found “{item}”.</source>
        <translation>{place}：kind 必须是 positive、negative 或 background，实为“{item}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: lies outside the medium ({start}–{end}).</source>
        <translation>{place}：在媒体之外（{start}–{end}）。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{place}: must be a text that is not blank, without blanks around it.</source>
        <translation>{place}：必须是非空文本，且首尾无空格。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{place}: must be an object.</source>
        <translation>{place}：必须是对象。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{place}: must be one small letter a–z or one digit, or empty.</source>
        <translation>{place}：必须是一个小写字母 a–z 或一个数字，或留空。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: the class “{class_id}” is not in the class list.</source>
        <translation>{place}：类别“{class_id}”不在类别列表中。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: the end does not lie after the start.</source>
        <translation>{place}：结束不在开始之后。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: the weight must not be negative, found {weight}.</source>
        <translation>{place}：权重不能为负，实为 {weight}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{place}: {count:,} characters; at most {most:,} are allowed.</source>
        <translation>{place}：{count:,} 个字符；最多允许 {most:,} 个。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{place}: {rule}.</source>
        <translation>{place}：{rule}。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>{place}: “{value}” stands there already.</source>
        <translation>{place}：“{value}”已在那里。</translation>
    </message>
    <message>
        <location filename="../../app/storage/failures.py"/>
        <source>{project} is damaged: it holds a value that no project has ({why}).</source>
        <translation>{project} 已损坏：其中有项目不应有的值（{why}）。</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>{project} is damaged: “{run}” cannot name a run.</source>
        <translation>{project} 已损坏：“{run}”不能作为模型版本名。</translation>
    </message>
    <message>
        <location filename="../../app/session/editing.py"/>
        <location filename="../../app/storage/project_store.py"/>
        <source>{project} is open for reading only.</source>
        <translation>{project} 以只读方式打开。</translation>
    </message>
    <message>
        <location filename="../../app/session/pretraining.py"/>
        <location filename="../../app/session/training.py"/>
        <source>{project} is open for reading only: a run could not be kept.</source>
        <translation>{project} 以只读方式打开：无法保存模型版本。</translation>
    </message>
    <message>
        <location filename="../../app/storage/writer_lock.py"/>
        <source>{project} is open for writing in another window or program (process {process} on {host}).</source>
        <translation>{project} 已在另一窗口或程序中以可写方式打开（{host} 上的进程 {process}）。</translation>
    </message>
    <message>
        <location filename="../../app/storage/writer_lock.py"/>
        <source>{project} is open for writing in another window or program.</source>
        <translation>{project} 已在另一窗口或程序中以可写方式打开。</translation>
    </message>
    <message>
        <location filename="../../app/shell/selection_details.py"/>
        <source>{rate:.5g} a second</source>
        <translation>每秒 {rate:.5g} 帧</translation>
    </message>
    <message>
        <location filename="../../app/media/media_facts.py"/>
        <source>{rate:.5g} frames a second</source>
        <translation>每秒 {rate:.5g} 帧</translation>
    </message>
    <message>
        <location filename="../../app/media/probe.py"/>
        <source>{reason} Only the sound is used.</source>
        <translation>{reason}仅使用声音。</translation>
    </message>
    <message>
        <location filename="../../app/media/playback_clock.py"/>
        <source>{reason} The film runs silently, on the computer's clock.</source>
        <translation>{reason}视频按计算机时钟无声播放。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>{run} cancelled</source>
        <translation>{run} 已取消</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>{run} decides by the statistics of its labels alone: it has no attention to show.</source>
        <translation>{run} 仅依据标注的统计作出判断：没有可显示的注意力。</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>{run} done</source>
        <translation>{run} 已完成</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>{run} failed</source>
        <translation>{run} 失败</translation>
    </message>
    <message>
        <location filename="../../app/shell/jobs_controller.py"/>
        <source>{run} found {count:,}; what you labelled already is not asked</source>
        <translation>{run} 找到 {count:,} 条；已标注的部分不再询问</translation>
    </message>
    <message>
        <location filename="../../app/shell/explain_controller.py"/>
        <source>{run} is asked about this moment …</source>
        <translation>正在就此刻询问 {run}…</translation>
    </message>
    <message>
        <location filename="../../app/session/project.py"/>
        <source>{run} of {project} has no checkpoint of its own: it came from another program.</source>
        <translation>{project} 的 {run} 没有自己的检查点：它来自其他程序。</translation>
    </message>
    <message>
        <location filename="../../app/shell/review_controller.py"/>
        <source>{run} proposes {count}</source>
        <translation>{run} 建议 {count} 条</translation>
    </message>
    <message>
        <location filename="../../app/session/prelabelling.py"/>
        <source>{run} was trained on other classes: it knows none of this project's. Train on your labels first.</source>
        <translation>{run} 是用其他类别训练的：不认识此项目的任何类别。请先用您的标注训练。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>{score} on held-out films is no better than always saying the most frequent class ({majority}). More labels of every class will help.</source>
        <translation>在留出视频上为 {score}，不优于总猜最常见的类别（{majority}）。为每个类别增加标注会有帮助。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>{score} on held-out films is worse than {run} with {best} (tolerance {tolerance}). {run} stays in use.</source>
        <translation>在留出视频上为 {score}，差于 {run} 的 {best}（容差 {tolerance}）。继续使用 {run}。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>{score} on held-out films, majority class {majority}.</source>
        <translation>在留出视频上为 {score}，多数类 {majority}。</translation>
    </message>
    <message>
        <location filename="../../app/session/promotion.py"/>
        <source>{score} on held-out films; best so far {best} ({run}), tolerance {tolerance}.</source>
        <translation>在留出视频上为 {score}；目前最佳 {best}（{run}），容差 {tolerance}。</translation>
    </message>
    <message>
        <location filename="../../app/shell/views_controller.py"/>
        <source>{seconds:+.3f} s</source>
        <translation>{seconds:+.3f} 秒</translation>
    </message>
    <message>
        <location filename="../../app/domain/time_of_day.py"/>
        <source>{shown:%H:%M:%S} did not exist on {shown:%Y-%m-%d} in {zone}: clocks were put forward.</source>
        <translation>{shown:%Y-%m-%d} 在 {zone} 不存在 {shown:%H:%M:%S}：当时时钟拨快。</translation>
    </message>
    <message>
        <location filename="../../app/domain/time_of_day.py"/>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>{shown:%Y-%m-%d} is too far away.</source>
        <translation>{shown:%Y-%m-%d} 相隔太远。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{spot}: lies outside the medium ({start}–{end}).</source>
        <translation>{spot}：在媒体之外（{start}–{end}）。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{spot}: the box needs a width and a height, found {w} × {h}.</source>
        <translation>{spot}：框需要宽度和高度，实为 {w} × {h}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{spot}: the box {number} leaves the picture; its sides are shares from 0 to 1.</source>
        <translation>{spot}：框 {number} 超出画面；各边应为 0 到 1 的比例。</translation>
    </message>
    <message>
        <location filename="../../app/session/merge_words.py"/>
        <source>{start} to {end}</source>
        <translation>{start} 至 {end}</translation>
    </message>
    <message>
        <location filename="../../app/session/interchange.py"/>
        <source>{start} to {end} is outside {film}, which ends at {last}</source>
        <translation>{start} 至 {end} 在 {film} 之外，其结束于 {last}</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>{text} is not in this film: the film goes from {start} to {end}, the clock from {first} to {last}.</source>
        <translation>{text} 不在此视频中：视频为 {start} 至 {end}，时钟为 {first} 至 {last}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>{text} is not in this film: the film goes from {start} to {end}.</source>
        <translation>{text} 不在此视频中：视频为 {start} 至 {end}。</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>{theirs} is the project that is open.</source>
        <translation>{theirs} 就是当前打开的项目。</translation>
    </message>
    <message>
        <location filename="../../app/shell/clock_controller.py"/>
        <source>{time}   frame {frame}</source>
        <translation>{time}   第 {frame} 帧</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>{time} in the film</source>
        <translation>视频中的 {time}</translation>
    </message>
    <message>
        <location filename="../../app/shell/propagation_controller.py"/>
        <source>{track} was lost at {time}: {why}. Draw its box where it is seen again, or go on from there.</source>
        <translation>{track} 在 {time} 跟丢：{why}。请在其再次出现处画框，或从那里继续。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{value} is no choice for {attribute} of {class_name}. One of: {choices}.</source>
        <translation>{value} 不是 {class_name} 的 {attribute} 的选项。可选：{choices}。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{value} is no flag for {attribute} of {class_name}.</source>
        <translation>{value} 不是 {class_name} 的 {attribute} 的是/否值。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{value} is no number for {attribute} of {class_name}.</source>
        <translation>{value} 不是 {class_name} 的 {attribute} 的数字。</translation>
    </message>
    <message>
        <location filename="../../app/domain/rules.py"/>
        <source>{value} is no text for {attribute} of {class_name}.</source>
        <translation>{value} 不是 {class_name} 的 {attribute} 的文本。</translation>
    </message>
    <message>
        <location filename="../../app/qt/inference_worker.py"/>
        <source>{what} failed: {reason}</source>
        <translation>{what}失败：{reason}</translation>
    </message>
    <message>
        <location filename="../../app/session/merging.py"/>
        <source>{what}: {theirs}</source>
        <translation>{what}：{theirs}</translation>
    </message>
    <message>
        <location filename="../../app/shell/provenance_text.py"/>
        <source>{when}, {who}: {what}</source>
        <translation>{when}，{who}：{what}</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where} cannot be read ({reason}). Choose another run, or train again.</source>
        <translation>无法读取 {where}（{reason}）。请选择其他模型版本，或重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where} is damaged ({reason}). Choose another run, or train again.</source>
        <translation>{where} 已损坏（{reason}）。请选择其他模型版本，或重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where} is damaged: it holds numbers that are not finite. Choose another run.</source>
        <translation>{where} 已损坏：含有非有限的数。请选择其他模型版本。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where} is damaged: its weights are not those that were saved. Choose another run.</source>
        <translation>{where} 已损坏：其权重不是所保存的。请选择其他模型版本。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: a JSON object was expected, found {found}.</source>
        <translation>{where}：应为 JSON 对象，实为 {found}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/semi_markov.py"/>
        <source>{where}: a deviation of “stays” is not more than 0.</source>
        <translation>{where}：“stays”的偏差不大于 0。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: it has neither picture nor sound.</source>
        <translation>{where}：既没有画面也没有声音。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: it knows no class.</source>
        <translation>{where}：不认识任何类别。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: its end ({end}) does not lie after its start ({start}).</source>
        <translation>{where}：其结束（{end}）不在开始（{start}）之后。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: its stay times do not fit its classes. Train again.</source>
        <translation>{where}：其停留时间与类别不符。请重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: neither its SHA-256 nor its quick hash is known.</source>
        <translation>{where}：其 SHA-256 和快速散列均未知。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: split must be train or validation, found “{split}”.</source>
        <translation>{where}：split 必须是 train 或 validation，实为“{split}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: the denominator of “{key}” must be positive, found {values}.</source>
        <translation>{where}：“{key}”的分母必须为正，实为 {values}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/predictions.py"/>
        <source>{where}: the end does not lie after the start.</source>
        <translation>{where}：结束不在开始之后。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: the time base must be a positive ratio, found {time_base}.</source>
        <translation>{where}：时间基必须是正比值，实为 {time_base}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: the weights are larger than any model of this program.</source>
        <translation>{where}：权重大于本程序的任何模型。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: the weights must lie beside the description, found “{name}”.</source>
        <translation>{where}：权重必须与描述放在一起，实为“{name}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: the weights {name} cannot be read. Choose another run, or train again.</source>
        <translation>{where}：无法读取权重 {name}。请选择其他模型版本，或重新训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: the {what} “{item}” appears twice.</source>
        <translation>{where}：{what}“{item}”出现两次。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: this is not valid JSON ({reason}).</source>
        <translation>{where}：不是有效的 JSON（{reason}）。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: version {found} does not exist.</source>
        <translation>{where}：版本 {found} 不存在。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: version {found} was written by a newer Sora Studio (this one reads up to {supported}). Update the program.</source>
        <translation>{where}：版本 {found} 由更新的 Sora Studio 写入（此程序最高读取 {supported}）。请更新程序。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/manifest.py"/>
        <source>{where}: {count:,} texts; at most {most:,} are allowed.</source>
        <translation>{where}：{count:,} 条文本；最多允许 {most:,} 条。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: {reason}.</source>
        <translation>{where}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/checkpoint.py"/>
        <source>{where}: “backbone” must be one of {kinds}, found “{named}”.</source>
        <translation>{where}：“backbone”必须是 {kinds} 之一，实为“{named}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/semi_markov.py"/>
        <source>{where}: “order” needs {expected} rows for {states} states; it has {found}.</source>
        <translation>{where}：“order”对 {states} 个状态需要 {expected} 行；实有 {found} 行。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: “{key}” is missing.</source>
        <translation>{where}：缺少“{key}”。</translation>
    </message>
    <message>
        <location filename="../../sora_model/contract/json_fields.py"/>
        <source>{where}: “{key}” must be {expected}, found {found}.</source>
        <translation>{where}：“{key}”必须是 {expected}，实为 {found}。</translation>
    </message>
    <message>
        <location filename="../../sora_model/postprocess.py"/>
        <source>{where}: “{method}” is no way to decode. Known: {methods}.</source>
        <translation>{where}：“{method}”不是解码方法。已知：{methods}。</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>{who}: what is not labelled in here is background</source>
        <translation>{who}：此区间内未标注的部分为背景</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>{who}: {how}</source>
        <translation>{who}：{how}</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>· bulk</source>
        <translation>· 批量</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>· unseen</source>
        <translation>· 未看</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/agreement_dialog.py"/>
        <source>κ on time</source>
        <translation>时间 κ</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>“format” is not “{format}”, or “keys” is missing</source>
        <translation>“format”不是“{format}”，或缺少“keys”</translation>
    </message>
    <message>
        <location filename="../../app/media/grab.py"/>
        <source>“sora-studio probe --json” lists its streams.</source>
        <translation>“sora-studio probe --json”可列出其各路流。</translation>
    </message>
    <message>
        <location filename="../../app/formats/ontology_json.py"/>
        <source>“{colour}” is no #rrggbb</source>
        <translation>“{colour}”不是 #rrggbb</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>“{key}” is no key stroke</source>
        <translation>“{key}”不是按键</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_merge.py"/>
        <source>“{name}” becomes</source>
        <translation>“{name}”变为</translation>
    </message>
    <message>
        <location filename="../../app/shell/explanation_text.py"/>
        <source>“{name}” keeps {kept:.0%} while it is hidden; {chance:.0%} at random.</source>
        <translation>遮住后“{name}”保留 {kept:.0%}；随机遮挡为 {chance:.0%}。</translation>
    </message>
    <message>
        <location filename="../../app/views/dialogs/ontology_form.py"/>
        <source>“{name}” needs a choice: add one, or give it another kind.</source>
        <translation>“{name}”需要选项：请添加一个，或改变其类型。</translation>
    </message>
    <message>
        <location filename="../../sora_model/training.py"/>
        <source>“{preset}” learns from pictures as it is. Train it with --stage a.</source>
        <translation>“{preset}”本就从画面学习。请用 --stage a 训练。</translation>
    </message>
    <message>
        <location filename="../../sora_model/network/sora.py"/>
        <source>“{preset}” learns from small pictures: pixels=0 leaves it blind.</source>
        <translation>“{preset}”从小画面学习：pixels=0 会使其无画面可用。</translation>
    </message>
    <message>
        <location filename="../../sora_model/network/sora.py"/>
        <source>“{preset}” sees through a backbone: backbone=none leaves it blind.</source>
        <translation>“{preset}”通过骨干网络观看：backbone=none 会使其无画面可用。</translation>
    </message>
    <message>
        <location filename="../../app/session/key_maps.py"/>
        <source>“{text}” is no key stroke.</source>
        <translation>“{text}”不是按键。</translation>
    </message>
    <message>
        <location filename="../../app/domain/positions.py"/>
        <source>“{text}” is no place in this film.</source>
        <translation>“{text}”不是此视频中的位置。</translation>
    </message>
    <message>
        <location filename="../../app/domain/match_clock.py"/>
        <source>“{text}” is no time of a match.</source>
        <translation>“{text}”不是比赛时间。</translation>
    </message>
    <message>
        <location filename="../../app/domain/time_of_day.py"/>
        <source>“{text}” is not a time zone.</source>
        <translation>“{text}”不是时区。</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>✓ edited</source>
        <translation>✓ 已修改</translation>
    </message>
    <message>
        <location filename="../../app/views/labels/label_table.py"/>
        <source>✓ seen</source>
        <translation>✓ 已看</translation>
    </message>
</context>
<context>
    <name>animal-behaviour</name>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>An ethogram to begin with: states that exclude one another, and events.</source>
        <translation>入门行为谱：互斥的状态与事件。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Animal</source>
        <translation>动物</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Animal behaviour</source>
        <translation>动物行为</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Attacks</source>
        <translation>攻击</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Calls</source>
        <translation>鸣叫</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Drinks</source>
        <translation>饮水</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Explores</source>
        <translation>探索</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Feeds</source>
        <translation>进食</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Grooms</source>
        <translation>梳理</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Moves</source>
        <translation>移动</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Out of sight</source>
        <translation>不可见</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Plays</source>
        <translation>玩耍</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>Rests</source>
        <translation>休息</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>certainty</source>
        <translation>确定程度</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>female</source>
        <translation>雌</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>fight</source>
        <translation>打斗</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>flight</source>
        <translation>逃跑</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>ignored</source>
        <translation>无反应</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>male</source>
        <translation>雄</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>sure</source>
        <translation>确定</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/animal-behaviour.json"/>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>athletics</name>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Athlete</source>
        <translation>运动员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Athletics</source>
        <translation>田径</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Finish</source>
        <translation>冲线</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Flight</source>
        <translation>腾空</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Ground contact</source>
        <translation>触地</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Hurdle cleared</source>
        <translation>过栏</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Landing</source>
        <translation>落地</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Phases of a run, a jump or a throw, and the steps in them.</source>
        <translation>跑、跳、投各阶段及其中的步伐。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Run</source>
        <translation>跑</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Set position</source>
        <translation>预备姿势</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Start and drive</source>
        <translation>起跑与蹬伸</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Take-off</source>
        <translation>起跳</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>Throw</source>
        <translation>投掷</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>acceleration</source>
        <translation>加速</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>approach</source>
        <translation>助跑</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>deceleration</source>
        <translation>减速</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>delivery</source>
        <translation>出手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>distance in m</source>
        <translation>距离（米）</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>foot</source>
        <translation>脚</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>foul</source>
        <translation>犯规</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>full speed</source>
        <translation>最高速</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>lane</source>
        <translation>道次</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>leading leg</source>
        <translation>摆动腿</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>number</source>
        <translation>号码</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>recovery</source>
        <translation>缓冲</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>time in s</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/athletics.json"/>
        <source>touched</source>
        <translation>碰栏</translation>
    </message>
</context>
<context>
    <name>badminton</name>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Badminton</source>
        <translation>羽毛球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Between rallies</source>
        <translation>回合间</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Clear</source>
        <translation>高远球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Drive</source>
        <translation>平抽球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Drop</source>
        <translation>吊球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Lift</source>
        <translation>挑球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Net shot</source>
        <translation>网前球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Rallies and strokes: serve, clear, drop, smash, drive, net shot, lift.</source>
        <translation>回合与击球：发球、高远球、吊球、扣杀、平抽球、网前球、挑球。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Rally</source>
        <translation>回合</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Serve</source>
        <translation>发球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Shuttlecock</source>
        <translation>羽毛球（球）</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>Smash</source>
        <translation>扣杀</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>backhand</source>
        <translation>反手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>end</source>
        <translation>半场</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>ends by</source>
        <translation>结束方式</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>far</source>
        <translation>远端</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>forehand</source>
        <translation>正手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>near</source>
        <translation>近端</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>net</source>
        <translation>下网</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>out</source>
        <translation>出界</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>side</source>
        <translation>正反手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>winner</source>
        <translation>制胜分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/badminton.json"/>
        <source>won by</source>
        <translation>得分方</translation>
    </message>
</context>
<context>
    <name>basketball</name>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Assist</source>
        <translation>助攻</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Ball</source>
        <translation>球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Basketball</source>
        <translation>篮球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Foul</source>
        <translation>犯规</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Pick and roll</source>
        <translation>挡拆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Possession</source>
        <translation>球权</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Possessions, shots with their result and range, rebounds, turnovers and fouls.</source>
        <translation>球权、投篮（结果与区域）、篮板、失误和犯规。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Rebound</source>
        <translation>篮板</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Shot</source>
        <translation>投篮</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Time-out</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>Turnover</source>
        <translation>失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>away</source>
        <translation>客队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>bad pass</source>
        <translation>传球失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>blocked</source>
        <translation>被盖帽</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>defensive</source>
        <translation>防守</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>ends in</source>
        <translation>结束于</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>fast break</source>
        <translation>快攻</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>free throw</source>
        <translation>罚球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>home</source>
        <translation>主队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>made</source>
        <translation>命中</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>missed</source>
        <translation>未中</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>number</source>
        <translation>号码</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>offensive</source>
        <translation>进攻</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>out of bounds</source>
        <translation>出界</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>pass</source>
        <translation>传球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>personal</source>
        <translation>侵人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>play</source>
        <translation>战术</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>range</source>
        <translation>分值</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>referee</source>
        <translation>裁判</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>second chance</source>
        <translation>二次进攻</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>set play</source>
        <translation>阵地进攻</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>shooting</source>
        <translation>投篮犯规</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>shot</source>
        <translation>投篮</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>steal</source>
        <translation>抢断</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>team</source>
        <translation>球队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>technical</source>
        <translation>技术</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>three</source>
        <translation>三分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>turnover</source>
        <translation>失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>two</source>
        <translation>两分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/basketball.json"/>
        <source>violation</source>
        <translation>违例</translation>
    </message>
</context>
<context>
    <name>football</name>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Ball</source>
        <translation>球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Ball out of play</source>
        <translation>死球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Counter-attack</source>
        <translation>反击</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Cross</source>
        <translation>传中</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Duel</source>
        <translation>对抗</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Football</source>
        <translation>足球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Foul</source>
        <translation>犯规</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Match analysis of association football: possession, passes, shots, set pieces, fouls; players and ball as boxes.</source>
        <translation>足球比赛分析：控球、传球、射门、定位球、犯规；球员和球用框标注。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Pass</source>
        <translation>传球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Possession</source>
        <translation>控球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Set piece</source>
        <translation>定位球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Shot</source>
        <translation>射门</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>Substitution</source>
        <translation>换人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>aerial</source>
        <translation>空中</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>attack</source>
        <translation>前场</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>away</source>
        <translation>客队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>blocked</source>
        <translation>被封挡</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>card</source>
        <translation>红黄牌</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>cleared</source>
        <translation>被解围</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>completed</source>
        <translation>成功</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>corner</source>
        <translation>角球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>defence</source>
        <translation>后场</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>ends in a shot</source>
        <translation>以射门结束</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>foot</source>
        <translation>脚</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>free kick</source>
        <translation>任意球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>goal</source>
        <translation>进球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>goal kick</source>
        <translation>球门球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>goal line</source>
        <translation>底线</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>ground</source>
        <translation>地面</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>head</source>
        <translation>头部</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>home</source>
        <translation>主队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>intercepted</source>
        <translation>被拦截</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>long</source>
        <translation>长传</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>lost</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>middle</source>
        <translation>中场</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>number</source>
        <translation>号码</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>off target</source>
        <translation>射偏</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>out of play</source>
        <translation>出界</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>part of the body</source>
        <translation>身体部位</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>penalty</source>
        <translation>点球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>received</source>
        <translation>接到</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>referee</source>
        <translation>裁判</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>saved</source>
        <translation>被扑出</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>sideline</source>
        <translation>边线</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>stoppage</source>
        <translation>中断</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>team</source>
        <translation>球队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>throw in</source>
        <translation>界外球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>won</source>
        <translation>成功</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/football.json"/>
        <source>zone</source>
        <translation>区域</translation>
    </message>
</context>
<context>
    <name>incidents</name>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Camera covered or moved</source>
        <translation>摄像机被遮挡或移动</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Crowd gathers</source>
        <translation>人群聚集</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Damage to property</source>
        <translation>损坏财物</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Fall</source>
        <translation>跌倒</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Fight</source>
        <translation>打架</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Fire or smoke</source>
        <translation>火或烟</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Intrusion</source>
        <translation>入侵</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Loitering</source>
        <translation>徘徊</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Object</source>
        <translation>物品</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Object left behind</source>
        <translation>遗留物品</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Person involved</source>
        <translation>涉事人员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Surveillance: incidents</source>
        <translation>监控：事件</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Theft</source>
        <translation>盗窃</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>Weapon in sight</source>
        <translation>出现武器</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>What a control room or an investigator looks for, with how certain it is.</source>
        <translation>监控室或调查人员关注的事件及其确定程度。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>acts</source>
        <translation>实施者</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>alone</source>
        <translation>自行</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>bag</source>
        <translation>包</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>by</source>
        <translation>方式</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>certain</source>
        <translation>确定</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>certainty</source>
        <translation>确定程度</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>climbing</source>
        <translation>翻越</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>firearm</source>
        <translation>枪支</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>forced door</source>
        <translation>撬门</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>gets up</source>
        <translation>起身</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>goods</source>
        <translation>货物</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>knife</source>
        <translation>刀具</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>not</source>
        <translation>未</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>object</source>
        <translation>物体</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>of</source>
        <translation>对象</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>open door</source>
        <translation>敞开的门</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>people</source>
        <translation>人数</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>possible</source>
        <translation>可能</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>probable</source>
        <translation>很可能</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>role</source>
        <translation>角色</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>suffers</source>
        <translation>受害者</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>with help</source>
        <translation>他人协助</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/incidents.json"/>
        <source>witness</source>
        <translation>目击者</translation>
    </message>
</context>
<context>
    <name>martial-arts</name>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Clinch</source>
        <translation>缠抱</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Exchange</source>
        <translation>交锋</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Exchanges, strikes, throws and what the referee decides.</source>
        <translation>交锋、击打、摔投与裁判判定。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Fighter</source>
        <translation>选手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Ground work</source>
        <translation>地面技术</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Kick</source>
        <translation>踢</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Martial arts</source>
        <translation>格斗</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Penalty</source>
        <translation>判罚</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Punch</source>
        <translation>拳</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>Throw or takedown</source>
        <translation>摔投</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>blocked</source>
        <translation>被格挡</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>body</source>
        <translation>躯干</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>by</source>
        <translation>方</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>corner</source>
        <translation>角</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>defended</source>
        <translation>被防守</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>head</source>
        <translation>头部</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>landed</source>
        <translation>命中</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>leg</source>
        <translation>腿部</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>missed</source>
        <translation>落空</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>on top</source>
        <translation>上位</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>opened by</source>
        <translation>先手方</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>points</source>
        <translation>分数</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>scored</source>
        <translation>得分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/martial-arts.json"/>
        <source>to</source>
        <translation>部位</translation>
    </message>
</context>
<context>
    <name>people-and-vehicles</name>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Bag or object</source>
        <translation>包或物品</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Enters</source>
        <translation>进入</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Leaves</source>
        <translation>离开</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Nobody in sight</source>
        <translation>无人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>People meet</source>
        <translation>人员会面</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Person</source>
        <translation>人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Runs</source>
        <translation>奔跑</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Stands or waits</source>
        <translation>站立或等待</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Surveillance: people and vehicles</source>
        <translation>监控：人员与车辆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Vehicle stops</source>
        <translation>车辆停下</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Walks</source>
        <translation>行走</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>Who and what is there, and what they do before a fixed camera.</source>
        <translation>固定摄像机前有谁、有什么、在做什么。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>bag</source>
        <translation>包</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>black</source>
        <translation>黑</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>bus</source>
        <translation>公交车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>by</source>
        <translation>途径</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>car</source>
        <translation>轿车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>carries something</source>
        <translation>携带物品</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>clothing above</source>
        <translation>上衣</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>description</source>
        <translation>描述</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>door</source>
        <translation>门</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>edge of the picture</source>
        <translation>画面边缘</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>embrace</source>
        <translation>拥抱</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>gate</source>
        <translation>大门</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>green</source>
        <translation>绿</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>grey</source>
        <translation>灰</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>how</source>
        <translation>方式</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>left alone</source>
        <translation>无人看管</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>lorry</source>
        <translation>货车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>motorcycle</source>
        <translation>摩托车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>number plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>parcel</source>
        <translation>包裹</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>parks</source>
        <translation>停车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>person</source>
        <translation>人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>picks up</source>
        <translation>接人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>sets down</source>
        <translation>放人下车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>suitcase</source>
        <translation>行李箱</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>talk</source>
        <translation>交谈</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>van</source>
        <translation>面包车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>what</source>
        <translation>对象</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>white</source>
        <translation>白</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/people-and-vehicles.json"/>
        <source>yellow</source>
        <translation>黄</translation>
    </message>
</context>
<context>
    <name>tennis</name>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Backhand</source>
        <translation>反手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Ball</source>
        <translation>球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Between points</source>
        <translation>分间</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Bounce</source>
        <translation>落地</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Forehand</source>
        <translation>正手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Points, serves and strokes with their side, kind and result.</source>
        <translation>分、发球和击球，及其正反手、种类与结果。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Rally</source>
        <translation>回合</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Serve</source>
        <translation>发球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Smash</source>
        <translation>高压球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>Tennis</source>
        <translation>网球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>ace</source>
        <translation>发球得分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>body</source>
        <translation>追身</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>end</source>
        <translation>半场</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>error</source>
        <translation>失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>far</source>
        <translation>远端</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>fault</source>
        <translation>失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>first</source>
        <translation>一发</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>forced error</source>
        <translation>受迫性失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>in</source>
        <translation>界内</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>in play</source>
        <translation>有效</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>middle</source>
        <translation>内角</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>near</source>
        <translation>近端</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>net</source>
        <translation>下网</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>number</source>
        <translation>发球次数</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>out</source>
        <translation>出界</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>second</source>
        <translation>二发</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>server</source>
        <translation>发球方</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>slice</source>
        <translation>切削</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>strokes</source>
        <translation>拍数</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>to</source>
        <translation>落点</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>topspin</source>
        <translation>上旋</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>unforced error</source>
        <translation>非受迫性失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>volley</source>
        <translation>截击</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>where</source>
        <translation>位置</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>wide</source>
        <translation>外角</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>winner</source>
        <translation>制胜分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/tennis.json"/>
        <source>won by</source>
        <translation>得分方</translation>
    </message>
</context>
<context>
    <name>traffic</name>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Collision</source>
        <translation>碰撞</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Crosses on foot</source>
        <translation>行人过街</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Goes straight on</source>
        <translation>直行</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Movements at a junction, conflicts and offences.</source>
        <translation>路口的通行、冲突与违章。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Near miss</source>
        <translation>险情</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Pedestrian</source>
        <translation>行人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Red light run</source>
        <translation>闯红灯</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Surveillance: traffic</source>
        <translation>监控：交通</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Turns left</source>
        <translation>左转</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Turns right</source>
        <translation>右转</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>Wrong way</source>
        <translation>逆行</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>against the light</source>
        <translation>闯信号灯</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>between</source>
        <translation>双方</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>bus</source>
        <translation>公交车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>car</source>
        <translation>轿车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>damage</source>
        <translation>财产损失</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>east</source>
        <translation>东</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>from</source>
        <translation>来向</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>harm</source>
        <translation>后果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>injury</source>
        <translation>人员受伤</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>lorry</source>
        <translation>货车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>motorcycle</source>
        <translation>摩托车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>north</source>
        <translation>北</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>south</source>
        <translation>南</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>van</source>
        <translation>面包车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>vehicle and bicycle</source>
        <translation>车辆与自行车</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>vehicle and pedestrian</source>
        <translation>车辆与行人</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/traffic.json"/>
        <source>west</source>
        <translation>西</translation>
    </message>
</context>
<context>
    <name>volleyball</name>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Attack</source>
        <translation>进攻</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Ball</source>
        <translation>球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Block</source>
        <translation>拦网</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Dig</source>
        <translation>防守起球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Player</source>
        <translation>球员</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Rallies and every touch with its quality.</source>
        <translation>回合与每次触球及其质量。</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Rally</source>
        <translation>回合</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Reception</source>
        <translation>接发球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Serve</source>
        <translation>发球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Set</source>
        <translation>二传</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>Volleyball</source>
        <translation>排球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>ace</source>
        <translation>发球得分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>away</source>
        <translation>客队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>back row</source>
        <translation>后排</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>blocked</source>
        <translation>被拦死</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>dug</source>
        <translation>被防起</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>error</source>
        <translation>失误</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>float</source>
        <translation>飘球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>home</source>
        <translation>主队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>in play</source>
        <translation>有效</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>jump</source>
        <translation>跳发</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>jump float</source>
        <translation>跳飘</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>kill</source>
        <translation>得分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>middle</source>
        <translation>中</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>number</source>
        <translation>号码</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>perfect</source>
        <translation>到位</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>point</source>
        <translation>得分</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>poor</source>
        <translation>不到位</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>positive</source>
        <translation>较好</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>spike</source>
        <translation>扣球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>team</source>
        <translation>球队</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>tip</source>
        <translation>吊球</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>to</source>
        <translation>落点</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>touch</source>
        <translation>触手</translation>
    </message>
    <message>
        <location filename="../../resources/ontologies/volleyball.json"/>
        <source>won by</source>
        <translation>得分方</translation>
    </message>
</context>
</TS>
